"""What the tests stand on: databases, servers, browsers, clocks, and readers of pages and of the house."""
