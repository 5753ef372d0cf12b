package letterdoc

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	name = filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what the letter gives now; read the difference, and run the test with -update if it is meant:\n%s", name, got)
	}
}

func TestSample_isAsItWas(t *testing.T) {
	golden(t, "sample.txt", []byte(sample().Text()))
	golden(t, "sample.html", []byte(sample().HTML()))
}

// pdf is the letter as PDF; it is also written into the folder for pictures, if there is one.
func pdf(t testing.TB, d *Document) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := d.PDF(&out); err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("BALANS_TEST_SCREENSHOTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "letterdoc.pdf"), out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

func TestPDF_sameDocumentSameBytes(t *testing.T) {
	first := pdf(t, sample())
	for range 3 {
		if !bytes.Equal(first, pdf(t, sample())) {
			t.Fatal("the same document gave other bytes")
		}
	}
}

// Letters are made by many at once from memory that is used again.
func TestPDF_manyAtOnce(t *testing.T) {
	other := &Document{Title: "Ett annat brev", Blocks: []Block{{Text: "Ж " + strings.Repeat("ord ", 900)}}}
	docs := []*Document{sample(), other}
	want := [][]byte{pdf(t, docs[0]), pdf(t, docs[1])}
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			for range 5 {
				var out bytes.Buffer
				if err := docs[i%2].PDF(&out); err != nil || !bytes.Equal(out.Bytes(), want[i%2]) {
					t.Errorf("a letter made beside others has other bytes (%v)", err)
				}
			}
		})
	}
	wait.Wait()
}
