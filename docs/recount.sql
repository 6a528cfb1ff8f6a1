-- Recount: the office's figures counted again from the answers themselves, without the product.
--
-- It reads `submission` (settled answers) and `inbox` (answers of today that are not settled yet), never the counters
-- the overview reads. Whoever holds the database, or a copy of it, gets the same numbers as overview, CSV and print:
--
--     sqlite3 langnghe.db < docs/recount.sql
--     psql -X -q -f docs/recount.sql langnghe
--
-- One file for both. It changes nothing: its working tables are temporary and vanish when the program ends.
-- Shares are percent with two decimals, rounded half up, as in the CSV.


-- 0. WHAT TO COUNT. Edit the three lines between the quotation marks, nothing else.

CREATE TEMP TABLE recount_choice AS
SELECT '2026-01-01' AS first_day, -- the first day that counts (year-month-day)
       '2026-12-31' AS last_day,  -- the last day that counts
       ''           AS office;    -- the code of an office, with all that belongs to it; empty: every office


-- 1. WHICH ANSWERS COUNT. One row per citizen's answer: the settled one, or else the highest revision in the inbox.
--    Answers to a survey round (round_id is not 0) stand in that round's own report and in no figure here.

CREATE TEMP TABLE recount_office AS
WITH RECURSIVE below (id) AS (
    SELECT unit.id FROM unit, recount_choice
    WHERE recount_choice.office = '' OR unit.code = recount_choice.office
    UNION
    SELECT unit.id FROM unit JOIN below ON unit.parent_id = below.id
)
SELECT id FROM below;

-- Whom a shift's settled answers count for where the Fatherland Front has accepted a correction of the roster: who the
-- last one names (0: nobody). The answers themselves say whom the roster named; leave the rows out to count without.
CREATE TEMP TABLE recount_correction AS
SELECT proposed.duty_entry_id, proposed.officer_id
FROM duty_correction proposed
WHERE proposed.id = (SELECT MAX(other.id) FROM duty_correction other
                     JOIN duty_decision decided ON decided.correction_id = other.id AND decided.is_accepted
                     WHERE other.duty_entry_id = proposed.duty_entry_id);

CREATE TEMP TABLE recount_given AS
SELECT given.*
FROM (
    SELECT id, unit_id, field_id,
           CASE WHEN submission.officer_id = 0 THEN 0
                ELSE COALESCE(recount_correction.officer_id, submission.officer_id) END AS officer_id,
           channel, tier, version_id, answers, CAST(day AS text) AS day
    FROM submission
    LEFT JOIN recount_correction ON recount_correction.duty_entry_id = submission.duty_entry_id
    WHERE submission.round_id = 0
    UNION ALL
    SELECT id, unit_id, field_id, officer_id, channel, tier, version_id, answers, CAST(day AS text) AS day
    FROM inbox
    WHERE inbox.round_id = 0
      AND revision = (SELECT MAX(later.revision) FROM inbox later WHERE later.id = inbox.id)
      AND NOT EXISTS (SELECT 1 FROM submission WHERE submission.id = inbox.id)
) given, recount_choice
WHERE given.day BETWEEN recount_choice.first_day AND recount_choice.last_day
  AND given.unit_id IN (SELECT id FROM recount_office);


-- 2. WHICH QUESTIONNAIRES BELONG TOGETHER. Versions of one questionnaire are added up when the same level questions
--    count (the scored ones and those about the officer), for the same scopes, by the same method. Questions that count
--    in no figure may come and go. Different questionnaires are never added up.

CREATE TEMP TABLE recount_basis AS
SELECT mine.id AS version_id, MIN(other.id) AS basis_id
FROM questionnaire_version mine
JOIN questionnaire_version other ON other.code = mine.code AND other.method = mine.method
WHERE NOT EXISTS (
          SELECT 1 FROM question a
          WHERE a.version_id = mine.id AND a.kind = 'level' AND (a.is_scored OR a.scope = 'officer')
            AND NOT EXISTS (SELECT 1 FROM question b
                            WHERE b.version_id = other.id AND b.kind = 'level' AND b.code = a.code
                              AND b.scope = a.scope AND b.is_scored = a.is_scored))
  AND NOT EXISTS (
          SELECT 1 FROM question b
          WHERE b.version_id = other.id AND b.kind = 'level' AND (b.is_scored OR b.scope = 'officer')
            AND NOT EXISTS (SELECT 1 FROM question a
                            WHERE a.version_id = mine.id AND a.kind = 'level' AND a.code = b.code
                              AND a.scope = b.scope AND a.is_scored = b.is_scored))
GROUP BY mine.id;

CREATE TEMP TABLE recount_questionnaire AS
SELECT basis_id, MIN(code) || ' v' || CAST(MAX(number) AS text) AS questionnaire, MIN(method) AS method
FROM recount_basis JOIN questionnaire_version ON questionnaire_version.id = recount_basis.version_id
GROUP BY basis_id;


-- 3. READ THE LEVELS. An answer is a text in which each question has its place. A level question's character is the
--    level: 1 very dissatisfied, 2 dissatisfied, 3 neutral, 4 satisfied, 5 very satisfied. Blank (.) and "does not
--    apply" (0) are not valid answers. Each answer to a question counts in up to three figures: the office's (every
--    scored question), a field's (scored, but not about the premises), an officer's (only what was asked about him).

CREATE TEMP TABLE recount_answer AS
SELECT given.id, given.field_id, given.officer_id, given.channel, given.tier, basis.basis_id,
       question.code AS criterion, question.position AS place,
       CAST(substr(given.answers, question.position + 1, 1) AS integer) AS level,
       CASE WHEN question.is_scored THEN 1 ELSE 0 END AS for_office,
       CASE WHEN question.is_scored AND question.scope <> 'office' THEN 1 ELSE 0 END AS for_field,
       CASE WHEN question.scope = 'officer' THEN 1 ELSE 0 END AS for_officer
FROM recount_given given
JOIN recount_basis basis ON basis.version_id = given.version_id
JOIN question ON question.version_id = given.version_id AND question.kind = 'level'
WHERE substr(given.answers, question.position + 1, 1) IN ('1', '2', '3', '4', '5');

-- Trust: A one-time code, B enrolled tablet, C open code. A and B may be added up; C stands for itself.
CREATE TEMP TABLE recount_trust AS
SELECT 'A' AS tier, 'A' AS trust UNION ALL
SELECT 'B', 'B' UNION ALL
SELECT 'A', 'A+B' UNION ALL
SELECT 'B', 'A+B' UNION ALL
SELECT 'C', 'C';


-- 4. ADD UP. First how many people stand in each figure, then the five levels of each criterion.

CREATE TEMP TABLE recount_person AS
SELECT field_id, officer_id, channel, tier, basis_id,
       SUM(for_office) AS of_office, SUM(for_field) AS of_field, SUM(for_officer) AS of_officer
FROM (
    SELECT id, field_id, officer_id, channel, tier, basis_id,
           MAX(for_office) AS for_office, MAX(for_field) AS for_field, MAX(for_officer) AS for_officer
    FROM recount_answer
    GROUP BY id, field_id, officer_id, channel, tier, basis_id
) person
GROUP BY field_id, officer_id, channel, tier, basis_id;

CREATE TEMP TABLE recount_level AS
SELECT field_id, officer_id, channel, tier, basis_id, criterion, MIN(place) AS place,
       for_office, for_field, for_officer,
       SUM(CASE WHEN level = 1 THEN 1 ELSE 0 END) AS level_1,
       SUM(CASE WHEN level = 2 THEN 1 ELSE 0 END) AS level_2,
       SUM(CASE WHEN level = 3 THEN 1 ELSE 0 END) AS level_3,
       SUM(CASE WHEN level = 4 THEN 1 ELSE 0 END) AS level_4,
       SUM(CASE WHEN level = 5 THEN 1 ELSE 0 END) AS level_5
FROM recount_answer
GROUP BY field_id, officer_id, channel, tier, basis_id, criterion, for_office, for_field, for_officer;

-- What each row is about: the office, a group of fields, a field (also those who named no field), an officer, a way in.
-- Its key is a number from the table of fields or officers, or the way in itself.
CREATE TEMP VIEW recount_people AS
SELECT 'office' AS part, '' AS key, trust, basis_id, SUM(of_office) AS people
FROM recount_person JOIN recount_trust ON recount_trust.tier = recount_person.tier GROUP BY trust, basis_id
UNION ALL
SELECT 'group', CAST(service_field.group_id AS text), trust, basis_id, SUM(of_field)
FROM recount_person JOIN recount_trust ON recount_trust.tier = recount_person.tier
JOIN service_field ON service_field.id = recount_person.field_id AND service_field.group_id IS NOT NULL
GROUP BY service_field.group_id, trust, basis_id
UNION ALL
SELECT 'field', CAST(field_id AS text), trust, basis_id, SUM(of_field)
FROM recount_person JOIN recount_trust ON recount_trust.tier = recount_person.tier GROUP BY field_id, trust, basis_id
UNION ALL
SELECT 'officer', CAST(officer_id AS text), trust, basis_id, SUM(of_officer)
FROM recount_person JOIN recount_trust ON recount_trust.tier = recount_person.tier
WHERE officer_id <> 0 GROUP BY officer_id, trust, basis_id
UNION ALL
SELECT 'channel', channel, trust, basis_id, SUM(of_office)
FROM recount_person JOIN recount_trust ON recount_trust.tier = recount_person.tier GROUP BY channel, trust, basis_id;

CREATE TEMP VIEW recount_criterion AS
SELECT part, key, trust, basis_id, criterion, MIN(place) AS place,
       SUM(level_1) AS level_1, SUM(level_2) AS level_2, SUM(level_3) AS level_3,
       SUM(level_4) AS level_4, SUM(level_5) AS level_5,
       SUM(level_1 + level_2 + level_3 + level_4 + level_5) AS n, SUM(level_4 + level_5) AS satisfied
FROM (
    SELECT 'office' AS part, '' AS key, recount_level.* FROM recount_level WHERE for_office = 1
    UNION ALL
    SELECT 'group', CAST(service_field.group_id AS text), recount_level.* FROM recount_level
    JOIN service_field ON service_field.id = recount_level.field_id AND service_field.group_id IS NOT NULL
    WHERE for_field = 1
    UNION ALL
    SELECT 'field', CAST(field_id AS text), recount_level.* FROM recount_level WHERE for_field = 1
    UNION ALL
    SELECT 'officer', CAST(officer_id AS text), recount_level.* FROM recount_level
    WHERE for_officer = 1 AND officer_id <> 0
    UNION ALL
    SELECT 'channel', channel, recount_level.* FROM recount_level WHERE for_office = 1
) line
JOIN recount_trust ON recount_trust.tier = line.tier
GROUP BY part, key, trust, basis_id, criterion;

-- The figure of several criteria, by the method the questionnaire names: the mean of the criteria's satisfied shares,
-- all answers pooled, or the mean score. Beside it the mean score: levels worth 0, 25, 50, 75 and 100. Both in
-- hundredths, rounded half up; the tiny addition keeps an exact half from falling to the wrong side in binary numbers.
CREATE TEMP VIEW recount_figure AS
SELECT part, key, trust, basis_id, answers, CAST(ROUND(mean + 0.000000001) AS integer) AS mean,
       CAST(ROUND(0.000000001 + CASE method WHEN 'pooled' THEN pooled WHEN 'mean_score' THEN mean ELSE share END)
            AS integer) AS share
FROM (
    SELECT part, key, trust, line.basis_id, MIN(asked.method) AS method, SUM(n) AS answers,
           AVG(10000.0 * satisfied / n) AS share, 10000.0 * SUM(satisfied) / SUM(n) AS pooled,
           AVG(2500.0 * (level_2 + 2 * level_3 + 3 * level_4 + 4 * level_5) / n) AS mean
    FROM recount_criterion line
    JOIN recount_questionnaire asked ON asked.basis_id = line.basis_id
    GROUP BY part, key, trust, line.basis_id
) figure;

-- Names as people know them. The office's code stands beside, because two offices may have fields of the same name.
CREATE TEMP VIEW recount_name AS
SELECT 'office' AS part, '' AS key, 'office' AS subject
UNION ALL SELECT 'group', CAST(id AS text), name FROM field_group
UNION ALL SELECT 'field', CAST(service_field.id AS text), service_field.name || ' (' || unit.code || ')'
          FROM service_field JOIN unit ON unit.id = service_field.unit_id
UNION ALL SELECT 'field', '0', 'no field named'
UNION ALL SELECT 'officer', CAST(officer.id AS text), officer.name || ' (' || officer.code || ', ' || unit.code || ')'
          FROM officer JOIN unit ON unit.id = officer.unit_id
UNION ALL SELECT DISTINCT 'channel', channel, channel FROM recount_given;


-- 5. THE FIGURES: what | about whom | questionnaire | trust | people | answers | satisfied share in percent |
--    mean score.

SELECT 'FIGURES' AS what, 'subject' AS subject, 'questionnaire' AS questionnaire, 'trust' AS trust,
       'people' AS people, 'answers' AS answers, 'share' AS share, 'mean' AS mean;

SELECT figure.part AS what, name.subject, asked.questionnaire, figure.trust, people.people, figure.answers,
       CAST(share / 100 AS text) || CASE WHEN share % 100 < 10 THEN ',0' ELSE ',' END
       || CAST(share % 100 AS text) AS share,
       CAST(mean / 100 AS text) || CASE WHEN mean % 100 < 10 THEN ',0' ELSE ',' END
       || CAST(mean % 100 AS text) AS mean
FROM recount_figure figure
JOIN recount_people people ON people.part = figure.part AND people.key = figure.key
     AND people.trust = figure.trust AND people.basis_id = figure.basis_id
JOIN recount_name name ON name.part = figure.part AND name.key = figure.key
JOIN recount_questionnaire asked ON asked.basis_id = figure.basis_id
ORDER BY CASE figure.part WHEN 'office' THEN 1 WHEN 'group' THEN 2 WHEN 'field' THEN 3 WHEN 'officer' THEN 4 ELSE 5 END,
         figure.key, figure.basis_id, figure.trust;


-- 6. THE LEVELS BEHIND THEM: what | about whom | questionnaire | trust | criterion | levels 1 to 5, worst to best |
--    valid answers | satisfied share in percent.

SELECT 'LEVELS' AS what, 'subject' AS subject, 'questionnaire' AS questionnaire, 'trust' AS trust,
       'criterion' AS criterion, '1' AS level_1, '2' AS level_2, '3' AS level_3, '4' AS level_4, '5' AS level_5,
       'n' AS n, 'share' AS share;

SELECT part AS what, subject, questionnaire, trust, criterion, level_1, level_2, level_3, level_4, level_5, n,
       CAST(share / 100 AS text) || CASE WHEN share % 100 < 10 THEN ',0' ELSE ',' END
       || CAST(share % 100 AS text) AS share
FROM (
    SELECT line.*, name.subject, asked.questionnaire,
           CAST(ROUND(0.000000001 + 10000.0 * satisfied / n) AS integer) AS share
    FROM recount_criterion line
    JOIN recount_name name ON name.part = line.part AND name.key = line.key
    JOIN recount_questionnaire asked ON asked.basis_id = line.basis_id
) line
ORDER BY CASE part WHEN 'office' THEN 1 WHEN 'group' THEN 2 WHEN 'field' THEN 3 WHEN 'officer' THEN 4 ELSE 5 END,
         key, basis_id, trust, place;
