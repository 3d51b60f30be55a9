#include <algorithm>
#include <utility>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <base/utf.h>

#include <tutor/demo_model.h>

namespace tutor {
namespace {

constexpr std::size_t kQuotedUnits = 160;

// The first line of the question, short, as a Markdown quote.
std::string quoted(std::string_view question) {
  const std::string_view line = question.substr(0, question.find('\n'));
  const std::string_view start = line.substr(0, base::prefix_of_utf16(line, kQuotedUnits));
  return "> " + std::string(start) + (start.size() < question.size() ? " …" : "") + "\n\n";
}

constexpr std::string_view kGold =
    R"(**This is a demo answer**: no model is connected, so the worked example below is always the same. With a key, a gold coin gets a solution to *your* question, in this form.

### Plan
Count how often each word occurs. A dictionary fits: the word is the key, the count is the value, and one pass over the text is enough.

### Code
```python
def word_counts(text):
    counts = {}
    for word in text.lower().split():
        counts[word] = counts.get(word, 0) + 1
    return counts


print(word_counts("the cat and the hat"))
```

### Why it works
`split()` cuts the text at white space, and `counts.get(word, 0)` reads the count so far, or 0 for a word not seen before. Each word is handled once, so the time grows in step with the length of the text.

### A common mistake
Writing `counts[word] += 1` alone: for a word that is not in the dictionary yet, it raises `KeyError`.

### Change this and predict
Leave out `.lower()` and count the words of "The cat and the hat". How many entries will there be?
)";

constexpr std::string_view kSilver =
    R"(**This is a demo answer**: no model is connected, so the explanation below is always the same. With a key, a silver coin gets the concept behind *your* question, in this form.

**The concept: an invariant.** When a loop is hard to get right, decide on one sentence that is true before every round, and make each round keep it true. At the end, that sentence together with "the loop has stopped" should be the result you wanted.

**In another setting.** Imagine sorting a hand of playing cards by inserting one card at a time. The sentence is "the cards in my left hand are sorted". It holds at the start, with one card. Each round you take the next card and slide it to its place, so it holds again. When no card is left on the table, all of them are sorted.

**Back to your task.** Your loop also has a part that is already done and a part that is still to do. The variable that you advance marks the border between the two.

Which sentence about the part already done is true every time your loop starts a round?
)";

constexpr std::string_view kCopper =
    R"(**This is a demo answer**: no model is connected, so these tips are always the same. With a key, a copper coin gets tips for *your* question, in this form.

Start at the last line of the error message, not the first: it names what went wrong, and the lines above it say how the program came there. Find the newest line that is in a file of yours; the fault is usually there or in a value that was handed to it. The message tells you which operation failed. It does not tell you which of your assumptions was wrong.

One small check: just before that line, print the value it works on together with its type and its length. If the print never appears, the program stops earlier than you think. If it appears and looks right, print what the loop or the condition around it sees in its last round.

What did you expect this value to be at that point, and where in your code is it set for the last time?
)";

}  // namespace

std::string demo_answer(coins::Tier tier, std::string_view question) {
  switch (tier) {
    case coins::Tier::kGold:
      return quoted(question).append(kGold);
    case coins::Tier::kSilver:
      return quoted(question).append(kSilver);
    case coins::Tier::kCopper:
      return quoted(question).append(kCopper);
  }
  std::unreachable();
}

runtime::Task<ModelResult> DemoModel::answer(ModelRequest& request, AnswerSink& sink) {
  const std::string text = demo_answer(request.tier, request.question);
  boost::asio::steady_timer pause(co_await boost::asio::this_coro::executor);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t space = text.find(' ', at);
    const std::size_t end = space == std::string::npos ? text.size() : space + 1;
    pause.expires_after(pace_);
    co_await pause.async_wait(boost::asio::use_awaitable);
    sink.append(std::string_view(text).substr(at, end - at));
    at = end;
  }
  co_return FinishReason::kStop;
}

}  // namespace tutor
