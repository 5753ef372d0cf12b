//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"balans/testenv/postgres"
	"balans/testenv/provider"
	"balans/testenv/require"
)

// createCluster is the file that tells Debian's postgresql packages whether to make and start a
// cluster of the system when they are installed.
const createCluster = "/etc/postgresql-common/createcluster.conf"

// browser returns the path of Chromium, after installing it if that is needed and possible.
func browser(ctx context.Context, stderr io.Writer) (string, error) {
	if path := os.Getenv(require.EnvChromium); path != "" {
		return path, nil
	}
	path, err := findChromium()
	if err == nil || !mayInstall() {
		return path, err
	}
	if err := install(ctx, stderr, "chromium"); err != nil {
		return "", err
	}
	return findChromium()
}

func findChromium() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path := filepath.Join("/usr/bin", name); isFile(path) {
			return path, nil
		}
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("no Chromium: install it (Debian: apt-get install chromium), set " +
		require.EnvChromium + ", or leave it out with -chromium=false")
}

// pdftotext makes sure that poppler's program for text in PDF files is there, which is read with it.
func pdftotext(ctx context.Context, stderr io.Writer) error {
	if _, err := exec.LookPath("pdftotext"); err == nil {
		return nil
	}
	if !mayInstall() {
		return errors.New("no pdftotext: install it (Debian: apt-get install poppler-utils), or leave it out with -chromium=false")
	}
	return install(ctx, stderr, "poppler-utils")
}

// identityProvider returns the folder of the OpenID provider, after fetching it, and npm to fetch it
// with, if that is needed and possible. What it needs stands outside the tree and is kept.
func identityProvider(ctx context.Context, stderr io.Writer) (string, error) {
	if folder := os.Getenv(require.EnvProvider); folder != "" {
		return folder, nil
	}
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err == nil {
			continue
		}
		if !mayInstall() {
			return "", fmt.Errorf("no %s: install it (Debian: apt-get install nodejs npm), set %s, or leave it out with -provider=false", program, require.EnvProvider)
		}
		if err := install(ctx, stderr, map[string]string{"node": "nodejs", "npm": "npm"}[program]); err != nil {
			return "", err
		}
	}
	folder, err := provider.Folder()
	if err != nil || provider.IsInstalled(folder) {
		return folder, err
	}
	fmt.Fprintln(stderr, "testenv: fetching the OpenID provider")
	return folder, provider.Install(ctx, folder)
}

// server returns the folder of the PostgreSQL server programs, after installing them if that is
// needed and possible.
func server(ctx context.Context, stderr io.Writer) (string, error) {
	bin, err := postgres.Find()
	if err == nil {
		return bin, nil
	}
	if !mayInstall() {
		return "", fmt.Errorf("no PostgreSQL server: install it (Debian: apt-get install postgresql), set %s, or leave it out with -postgres=false",
			require.EnvPostgres)
	}
	if err := noSystemCluster(createCluster); err != nil {
		return "", err
	}
	if err := install(ctx, stderr, "postgresql"); err != nil {
		return "", err
	}
	return postgres.Find()
}

// noSystemCluster asks the packages for no cluster of the system. Where the file exists, whoever
// wrote it has decided already.
func noSystemCluster(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = f.WriteString("create_main_cluster = false\n")
	return errors.Join(err, f.Close())
}

// mayInstall reports whether we can install packages: as root, on Debian or a relative of it.
func mayInstall() bool {
	_, err := exec.LookPath("apt-get")
	return err == nil && os.Geteuid() == 0 && isFile("/etc/debian_version")
}

// updated says that the package lists were fetched in this run.
var updated bool

// install installs a Debian package without asking anything, keeping the configuration files that
// are there.
func install(ctx context.Context, stderr io.Writer, name string) error {
	fmt.Fprintf(stderr, "testenv: installing %s\n", name)
	if !updated {
		if err := apt(ctx, "update"); err != nil {
			return err
		}
		updated = true
	}
	return apt(ctx, "install", "-y", "--no-install-recommends",
		"-o", "Dpkg::Options::=--force-confdef", "-o", "Dpkg::Options::=--force-confold", name)
}

// apt runs apt-get; what it says is worth reading only when it fails.
func apt(ctx context.Context, args ...string) error {
	cmd := exec.CommandContext(ctx, "apt-get", append([]string{"-q"}, args...)...)
	cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive", "UCF_FORCE_CONFFOLD=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("apt-get %s: %w\n%s", args[0], err, out)
	}
	return nil
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
