// The settings of an Engine.IO server.
#pragma once

#include <any>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <base/result.h>
#include <net/http.h>
#include <runtime/task.h>

namespace engineio {

class SessionPlaces;

// Set-Cookie on the response that opens a session by polling, for load balancers that keep a client on one
// server.
struct CookieOptions {
  bool enabled = false;
  std::string name = "io";
  std::string path = "/";
  std::string same_site = "Lax";
  bool http_only = true;
};

// Which pages may use the server. A page from the server's own host (Origin equals Host) always may, and so
// may whoever sends no Origin: no browser.
struct OriginOptions {
  // "https://lab.example"; "*" is everyone. Those listed get CORS headers (Fetch standard, section 3.2).
  std::vector<std::string> allowed;
  // Access-Control-Allow-Credentials, for pages elsewhere that send cookies.
  bool credentials = false;
  // Answer others 403; without, only the browser keeps them out, and not from WebSockets.
  bool refuse_others = true;
};

// What Options::allow_request says of a client that may connect.
struct Admission {
  Admission() = default;  // not an aggregate: those that hold std::any cannot stand in a base::Result

  std::any user;  // becomes Handshake::user: who this is, for the application
};

struct Options {
  std::string path = "/engine.io/";

  std::chrono::milliseconds ping_interval{25'000};
  std::chrono::milliseconds ping_timeout{20'000};
  std::chrono::milliseconds upgrade_timeout{10'000};
  // How long a closed session waits for its last poll, or for its last write.
  std::chrono::milliseconds close_wait{30'000};

  // Of one message or one request body from the client, inclusive.
  std::size_t max_payload_bytes = 1'000'000;
  // Of what a client has not read yet. One message alone may be larger.
  std::size_t max_queued_bytes = 4'000'000;
  // Packets a client may send in a second and, if it goes on, in each further one; 0: any number. A client
  // that was offline sends all at once what has queued up meanwhile, hence the difference.
  std::uint32_t max_packets_per_second = 10'000;
  std::uint32_t sustained_packets_per_second = 1'000;
  // Pings and pongs of RFC 6455 that a WebSocket may send in a second, in bursts of ten times as many; 0: any
  // number. Clients of Engine.IO send none.
  std::uint32_t max_control_frames_per_second = 10;
  // Further handshakes are answered 503; 0: any number. One that polls holds no connection all the time, so a
  // limit of connections alone does not bound the sessions. A class, or all behind one proxy, share an
  // address.
  std::size_t max_sessions = 20'000;
  std::size_t max_sessions_per_address = 10'000;
  // With servers on several loops: the places that they share, instead of the two limits above.
  std::shared_ptr<SessionPlaces> places;
  // Begins the ids of this server's sessions, so that a request can be brought to the server, among several,
  // that has its session (net::Exchange::hand_over). Characters of base64url (RFC 4648, section 5).
  std::string session_id_prefix;

  bool polling = true;
  bool websocket = true;
  bool upgrades = true;
  // Compress WebSocket messages (RFC 7692) for clients that offer it: see net::WebSocketOptions for its cost.
  bool permessage_deflate = false;
  // Poll answers from this size on are compressed for clients that accept gzip or deflate; 0: none are.
  std::size_t http_compression_threshold_bytes = 1024;

  // Whether a session keeps the headers of its handshake for as long as it lives: a kilobyte or two of a
  // browser. Without, they are seen by `allow_request` alone.
  bool keep_handshake_headers = true;

  OriginOptions origins;
  CookieOptions cookie;

  // Asked once for each handshake that is otherwise in order. An error's message is shown to the client with
  // 403. Without a hook everyone may connect.
  std::function<runtime::Task<base::Result<Admission>>(const net::Request&)> allow_request;
};

}  // namespace engineio
