// Package provider runs a real OpenID provider (oidc-provider, on Node.js) on loopback for
// tests of sign-in. Its pages for signing in believe any name, so it is for tests alone.
//
// The program and the list of what it needs, pinned by checksum, are files of this folder.
// Install puts them and their modules in a folder outside the tree; Start runs it there.
package provider

import (
	"bufio"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

//go:embed package.json package-lock.json provider.mjs
var files embed.FS

var names = []string{"package.json", "package-lock.json", "provider.mjs"}

// done is written when a folder is complete.
const done = "installed"

// Folder is where Install puts the program: a folder of the user's cache whose name changes
// with the files.
func Folder() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	for _, name := range names {
		b, err := files.ReadFile(name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(sum, "%s %d\n", name, len(b))
		sum.Write(b)
	}
	return filepath.Join(cache, "balans-testenv", "provider-"+hex.EncodeToString(sum.Sum(nil)[:8])), nil
}

// IsInstalled reports whether the folder is complete.
func IsInstalled(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, done))
	return err == nil
}

// Install fetches what the program needs with npm, as the lock file has it, without running
// any script of it. Several may install at once: a folder is made beside and then moved.
func Install(ctx context.Context, folder string) error {
	if IsInstalled(folder) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(folder), 0o755); err != nil {
		return err
	}
	made, err := os.MkdirTemp(filepath.Dir(folder), "making-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(made)
	for _, name := range names {
		b, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(made, name), b, 0o644); err != nil {
			return err
		}
	}
	cmd := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev")
	cmd.Dir = made
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("npm ci: %w\n%s", err, out)
	}
	if err := os.WriteFile(filepath.Join(made, done), nil, 0o644); err != nil {
		return err
	}
	if err := os.Rename(made, folder); err != nil && !IsInstalled(folder) {
		return err
	}
	return nil
}

// Client is the program that signs its users in here.
type Client struct {
	ID        string   `json:"client_id"`
	Secret    string   `json:"client_secret"`
	Redirects []string `json:"redirect_uris"`
	After     []string `json:"post_logout_redirect_uris"` // sign-out
}

// Provider is one that runs.
type Provider struct {
	Issuer string

	stdin io.Closer
	cmd   *exec.Cmd
	said  *tail
}

// startPatience is how long it may take on a busy machine.
const startPatience = time.Minute

// Start runs the program installed in the folder, for one client. The caller must Stop it.
func Start(folder string, c Client) (*Provider, error) {
	settings, err := json.Marshal(map[string]any{"client": c, "key": "for signing cookies of a test"})
	if err != nil {
		return nil, err
	}
	cmd := exec.Command("node", "provider.mjs")
	cmd.Dir = folder
	said := &tail{}
	cmd.Stderr = said
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &Provider{stdin: stdin, cmd: cmd, said: said}
	line := make(chan string, 1)
	go func() {
		s, _ := bufio.NewReader(stdout).ReadString('\n')
		line <- strings.TrimSpace(s)
		_, _ = io.Copy(io.Discard, stdout)
	}()
	if _, err := stdin.Write(append(settings, '\n')); err != nil {
		return nil, errors.Join(err, p.Stop())
	}
	select {
	case p.Issuer = <-line:
	case <-time.After(startPatience):
	}
	if p.Issuer == "" {
		return nil, errors.Join(fmt.Errorf("the provider did not start: %s", said), p.Stop())
	}
	return p, nil
}

// Stop ends it.
func (p *Provider) Stop() error {
	p.stdin.Close() // it ends by itself then
	ended := time.AfterFunc(10*time.Second, func() { _ = p.cmd.Process.Kill() })
	defer ended.Stop()
	err := p.cmd.Wait()
	if err != nil {
		return fmt.Errorf("the provider ended badly: %w: %s", err, p.said)
	}
	return nil
}

// tail keeps the end of what was written.
type tail struct {
	mu sync.Mutex
	b  []byte
}

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b = append(t.b, b...)
	t.b = t.b[max(0, len(t.b)-4000):]
	return len(b), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.b)
}
