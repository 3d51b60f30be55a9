// The list of conversations and what can be done to them, looked at on a desk (a wide screen).
import { looksRight } from "./conversations_look.mjs";
import { kDesk } from "./keeping.mjs";

looksRight("desk", kDesk);
