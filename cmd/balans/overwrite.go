package main

import (
	"bytes"
	"io"
	"os"
)

// sqliteHead begins every SQLite file.
const sqliteHead = "SQLite format 3\x00"

// refuseOverwrite refuses to write over a database or over one of the files a
// command reads. flag is how the path was given; an empty path is none.
func refuseOverwrite(flag, path string, read ...string) error {
	info, err := os.Stat(path)
	if path == "" || err != nil {
		return nil
	}
	for _, other := range read {
		if o, err := os.Stat(other); err == nil && os.SameFile(info, o) {
			return usage("--%s %s: the command reads that file, and would write over it; name another", flag, path)
		}
	}
	if isDatabase(path) {
		return usage("--%s %s: that file is a database, and would be written over; name another", flag, path)
	}
	return nil
}

// isDatabase reports whether a file is an SQLite database.
func isDatabase(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, len(sqliteHead))
	_, err = io.ReadFull(f, head)
	return err == nil && bytes.Equal(head, []byte(sqliteHead))
}
