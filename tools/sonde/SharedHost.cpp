//===- SharedHost.cpp - The shared form loads plugins ---------------------===//
#include "tools/sonde/Host.h"

#include "mlir/Tools/Plugins/PassPlugin.h"

namespace sonde {

Result<void> loadPlugins(const std::vector<std::string> &plugins, char **) {
  for (const std::string &file : plugins) {
    llvm::Expected<mlir::PassPlugin> plugin = mlir::PassPlugin::load(file);
    if (!plugin)
      return failure("cannot load the plugin '" + file +
                     "': " + llvm::toString(plugin.takeError()));
    plugin->registerPassRegistryCallbacks();
  }
  return {};
}

} // namespace sonde
