// Opens the sockets on which a server waits for connections.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <boost/asio/ip/tcp.hpp>

#include <base/result.h>
#include <runtime/task.h>

namespace net {

// One socket for each address that `host` stands for, all on one port ("localhost" is 127.0.0.1 and ::1). An
// address family that this machine does not have is passed over as long as one address is left. Error:
// kListenFailed, with a sentence that says what to do.
[[nodiscard]] base::Result<std::vector<boost::asio::ip::tcp::acceptor>> open_acceptors(
    const runtime::Executor& executor, const std::string& host, std::uint16_t port);

}  // namespace net
