//go:build unix && !linux

package postgres

import "syscall"

// dieWithParent has no counterpart here: a killed test run leaves its server, which ends on its own
// when its folder is removed.
func dieWithParent(*syscall.SysProcAttr) {}
