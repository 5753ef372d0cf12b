//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"

	"balans/testenv/require"
	"balans/testenv/summary"
)

// killPatience is how long a command that was asked to end may take.
const killPatience = 15 * time.Second

// command runs the caller's command with the environment and returns the exit code to leave with.
func command(ctx context.Context, o options, env map[string]string, stdout, stderr io.Writer) int {
	cmd := exec.CommandContext(ctx, o.command[0], o.command[1:]...)
	cmd.Env = os.Environ()
	for name, value := range env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, stdout, stderr
	// A group of its own, so that the whole tree (go test, the test programs) is ended before the
	// cluster is stopped under it.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return endGroup(cmd, syscall.SIGTERM) }
	cmd.WaitDelay = killPatience

	var totals summary.Totals
	var err error
	if o.summary {
		totals, err = summarised(cmd, stdout)
	} else {
		err = cmd.Run()
	}
	if ctx.Err() != nil && cmd.Process != nil {
		_ = endGroup(cmd, syscall.SIGKILL) // whoever of the group is left; usually no one
	}
	code := exitCode(err, stderr)
	if code == 0 && totals.Skipped > 0 && env[require.EnvComplete] == "1" {
		fmt.Fprintln(stderr, "testenv: in a complete run a skipped test is a failure")
		return exitFailed
	}
	return code
}

// endGroup sends a signal to the command and everything it started.
func endGroup(cmd *exec.Cmd, sig syscall.Signal) error {
	err := syscall.Kill(-cmd.Process.Pid, sig)
	if errors.Is(err, syscall.ESRCH) {
		return os.ErrProcessDone
	}
	return err
}

// summarised runs the command with its output read by package summary.
func summarised(cmd *exec.Cmd, stdout io.Writer) (summary.Totals, error) {
	r, w := io.Pipe()
	cmd.Stdout = w
	type result struct {
		totals summary.Totals
		err    error
	}
	read := make(chan result)
	go func() {
		totals, err := summary.Read(r, stdout)
		r.CloseWithError(err) // a reader that gave up must not leave the writer waiting
		read <- result{totals, err}
	}()
	err := cmd.Run()
	w.Close()
	got := <-read
	return got.totals, errors.Join(err, got.err)
}

// exitCode is the command's own exit code, 128 + n for one ended by signal n as in a shell, and
// exitNoEnv for one that could not be run.
func exitCode(err error, stderr io.Writer) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
			return 128 + int(status.Signal())
		}
		return exit.ExitCode()
	default:
		fmt.Fprintln(stderr, "testenv:", err)
		return exitNoEnv
	}
}
