// The list of conversations and what can be done to them, looked at on a phone.
import { looksRight } from "./conversations_look.mjs";
import { kPhone } from "./keeping.mjs";

looksRight("phone", kPhone);
