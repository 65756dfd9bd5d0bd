/**
 * Ends this process, at once, when the one that launched it is killed: `kill -9` of the command must not leave its
 * better half running, holding the state directory.
 */
export function followLauncher(self: NodeJS.Process): void {
  if (self.channel === undefined || self.channel === null) return;
  self.once('disconnect', () => self.kill(self.pid, 'SIGKILL'));
  self.channel.unref();
}
