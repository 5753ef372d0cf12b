package postgres

import "syscall"

// dieWithParent asks the kernel to shut the server down when we are gone, even when we were killed.
func dieWithParent(a *syscall.SysProcAttr) { a.Pdeathsig = syscall.SIGINT }
