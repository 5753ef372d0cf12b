package journal_test

import "syscall"

// mountSmall mounts a file system of 2 MiB in memory, which resize makes larger.
func mountSmall(dir string) (resize func() error, unmount func(), err error) {
	mount := func(flags uintptr, size string) error {
		return syscall.Mount("balans-test", dir, "tmpfs", flags, "size="+size)
	}
	return func() error { return mount(syscall.MS_REMOUNT, "64m") }, func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) }, mount(0, "2m")
}
