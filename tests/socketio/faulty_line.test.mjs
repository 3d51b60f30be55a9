// The line breaks at every point of an upgrade and of a stream, without recovery: the client ends connected again, its next question
// is answered, no event of one connection is lost, doubled or out of order, and the server keeps nothing of what is gone.
import { defineFaultTests } from "./fault_tests.mjs";

defineFaultTests({ recovery: false });
