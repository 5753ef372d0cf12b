package main

import (
	"context"
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"
)

// version is the release; the commit is added where the build knows it.
const version = "0.1.0"

var versionCommand = command{
	name: "version", summary: "print the version",
	setup: func(*flag.FlagSet) func(context.Context, *terminal, []string) error {
		return func(_ context.Context, t *terminal, _ []string) error {
			commit := ""
			if info, ok := debug.ReadBuildInfo(); ok {
				for _, s := range info.Settings {
					if s.Key == "vcs.revision" && len(s.Value) >= 12 {
						commit = " " + s.Value[:12]
					}
				}
			}
			fmt.Fprintf(t.out, "balans %s%s %s %s/%s\n", version, commit, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return nil
		}
	},
}
