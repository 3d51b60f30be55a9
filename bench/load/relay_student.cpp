#include "relay_student.h"

namespace bench {
namespace {

// As long as a tutor's instructions are.
constexpr std::string_view kPrompt =
    "You are the tutor of a programming lab. Say where to look first: the line, the value or the assumption "
    "that is "
    "most likely at fault. If there is an error message, say in plain words what it means and what it does "
    "not mean. "
    "Give one small check that can be tried in a minute, and what its outcome would tell. Close with exactly "
    "one "
    "question that makes the student look at their own code again. Do not solve the task, do not write "
    "corrected code, "
    "do not explain the whole concept. Answer in the language of the question.";

}  // namespace

void RelayStudent::send_question(std::string_view content) {
  events_ = EventStreamReader();
  std::string body = R"({"model":"gpt-4o","messages":[{"role":"system","content":")";
  body.append(kPrompt).append(R"("},{"role":"user","content":")").append(content);
  body.append(R"("}],"max_completion_tokens":400,"stream":true,"stream_options":{"include_usage":true}})");
  connection_.request(
      "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) +
      "\r\nContent-Type: application/json\r\nAuthorization: Bearer x\r\nAccept: text/event-stream\r\n"
      "Content-Length: " +
      std::to_string(body.size()) + "\r\n\r\n" + body);
}

void RelayStudent::on_body(HttpConnection&, std::string_view piece, std::uint64_t now) {
  events_.take(piece, [&](std::string_view content) { text(content, now); });
}

void RelayStudent::on_response(HttpConnection&, int status) {
  constexpr int kOk = 200;
  if (status != kOk) {
    refused("http_status", std::to_string(status));
  } else if (!events_.done()) {
    refused("stream_cut", "the event stream ended without [DONE]");
  } else {
    answered(std::nullopt);
  }
}

void RelayStudent::on_broken(HttpConnection&, std::string_view why) {
  lost("connection_lost", why);
}

}  // namespace bench
