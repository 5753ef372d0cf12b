//go:build unix

package postgres

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// errPortTaken says that another program listens on the port we chose.
var errPortTaken = errors.New("port taken")

// server is the running postgres process.
type server struct {
	process *os.Process
	log     tail
	ready   chan struct{} // closed when it takes connections
	exited  chan struct{} // closed when it has ended, after err is set
	err     error
}

// startServer starts postgres itself, not pg_ctl, so that we are its parent and it ends with us.
func startServer(ctx context.Context, bin, dir string, args []string, who *syscall.Credential) (*server, error) {
	cmd := exec.Command(filepath.Join(bin, "postgres"), args...)
	prepare(cmd, dir, who)
	dieWithParent(cmd.SysProcAttr)
	messages, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	s := &server{ready: make(chan struct{}), exited: make(chan struct{})}
	started := make(chan error)
	go s.run(cmd, messages, started)
	if err := <-started; err != nil {
		return nil, err
	}
	select {
	case <-s.ready:
		return s, nil
	case <-s.exited:
		if strings.Contains(s.log.String(), "could not bind") {
			return nil, fmt.Errorf("%w:\n%s", errPortTaken, &s.log)
		}
		return nil, fmt.Errorf("postgres ended before it was ready (%v):\n%s", s.err, &s.log)
	case <-ctx.Done():
		return nil, errors.Join(fmt.Errorf("start of postgres: %w\n%s", ctx.Err(), &s.log), s.stop())
	}
}

// run starts the process and waits for it, all on one thread: the kernel's "signal me when my parent
// is gone" means the parent's thread, and Go may end idle threads.
func (s *server) run(cmd *exec.Cmd, messages io.Reader, started chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := cmd.Start(); err != nil {
		started <- err
		return
	}
	s.process = cmd.Process
	started <- nil
	ready := s.ready
	for lines := bufio.NewScanner(messages); lines.Scan(); {
		s.log.add(lines.Text())
		if ready != nil && strings.Contains(lines.Text(), "database system is ready to accept connections") {
			close(ready)
			ready = nil
		}
	}
	// A line too long for the scanner must not leave the server blocked on a full pipe.
	io.Copy(io.Discard, messages)
	s.err = cmd.Wait()
	close(s.exited)
}

// stop asks for a fast shutdown, then an immediate one, then kills.
func (s *server) stop() error {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT, syscall.SIGKILL} {
		if err := s.process.Signal(sig); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return err
		}
		select {
		case <-s.exited:
			if sig == syscall.SIGINT {
				return nil
			}
			return fmt.Errorf("postgres ended only on %v:\n%s", sig, &s.log)
		case <-time.After(stopPatience):
		}
	}
	return fmt.Errorf("postgres (process %d) does not end", s.process.Pid)
}

// prepare gives a server program its user, its folder and a neutral environment, and a process group
// of its own, so that Ctrl-C at the terminal reaches the tests before it reaches their database.
func prepare(cmd *exec.Cmd, dir string, who *syscall.Credential) {
	cmd.Dir = dir
	cmd.Env = []string{"PATH=/usr/local/bin:/usr/bin:/bin", "HOME=" + dir, "LC_ALL=C.UTF-8", "TZ=UTC"}
	if libraries, ok := os.LookupEnv("LD_LIBRARY_PATH"); ok {
		cmd.Env = append(cmd.Env, "LD_LIBRARY_PATH="+libraries)
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: who}
}

// unprivileged returns the user that the server is to run as when we are root, because postgres
// refuses to run as root; nil when we are not.
func unprivileged() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, errUID := strconv.ParseUint(u.Uid, 10, 32)
		gid, errGID := strconv.ParseUint(u.Gid, 10, 32)
		if err := errors.Join(errUID, errGID); err != nil {
			return nil, fmt.Errorf("user %s: %w", name, err)
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, errors.New("postgres refuses to run as root, and there is no user postgres or nobody to run it as")
}
