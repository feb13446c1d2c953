//===- ServiceManager.h - Telling systemd that the probes are attached ----===//
#ifndef SONDE_RUNTIME_SERVICEMANAGER_H
#define SONDE_RUNTIME_SERVICEMANAGER_H

namespace sonde {

/// Where the environment names a service manager's socket, says that the service
/// is up. That nobody listens is no error.
void notifyReady();

} // namespace sonde

#endif // SONDE_RUNTIME_SERVICEMANAGER_H
