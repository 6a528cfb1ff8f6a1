// Comfort: language, letter size and reading aloud, each for one citizen only.
import { createVoice } from "../voice.js";
import { chosenLanguage, setLanguage } from "../words.js";

const FIRST = "vi";

/**
 * @param {{changed: () => void, voiceChanged: () => void}} actions `changed`: the screen has to be drawn again;
 *   `voiceChanged`: reading began or ended, or a voice has come.
 */
export function createComfort({ changed, voiceChanged }) {
  const voice = createVoice();
  let isLarge = false;
  /** Reading goes on from screen to screen until it is switched off. */
  let isRead = false;
  let passages = [];
  voice.onchange = voiceChanged;

  function setLarge(isWanted) {
    isLarge = isWanted;
    document.documentElement.classList.toggle("large", isLarge);
  }
  return {
    /** What the band shows; `reading` is null where nothing can be read aloud. */
    state: (bundle) => ({
      language: chosenLanguage(),
      isLarge,
      reading: bundle.settings.reads_aloud && voice.available ? isRead : null,
    }),
    get isSpeaking() {
      return voice.isSpeaking;
    },
    /** Does anything differ from what the next citizen is to find? */
    get isChanged() {
      return isLarge || isRead || chosenLanguage() !== FIRST;
    },
    /** Take what a new screen has to read; it is read at once when reading is on. */
    present(list) {
      passages = list;
      if (isRead) voice.speak(passages);
      else voice.stop();
    },
    /** «Nghe đọc»: read, or be silent when it is reading. */
    read() {
      isRead = !(isRead && voice.isSpeaking);
      if (isRead) voice.speak(passages);
      else voice.stop();
      voiceChanged();
    },
    enlarge() {
      setLarge(!isLarge);
      changed();
    },
    speak(language) {
      setLanguage(language);
      voice.locale = language;
      changed();
    },
    reset() {
      isRead = false;
      passages = [];
      voice.stop();
      setLarge(false);
      setLanguage(FIRST);
      voice.locale = FIRST;
    },
  };
}
