package sgi_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"balans/law/statute"
	"balans/prevent/sgi"
)

func program(t testing.TB) *statute.Parameters {
	t.Helper()
	p, err := statute.Load()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestExamples runs every worked text of testdata.
func TestExamples(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	p := program(t)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			f, err := sgi.Read(string(text))
			if err != nil {
				t.Fatal(err)
			}
			if len(f.Expect) == 0 {
				t.Fatal("the text states no answer")
			}
			_, _, differences, err := f.Run(p)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range differences {
				t.Error(d)
			}
		})
	}
}
