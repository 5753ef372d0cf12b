package letterdoc

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"balans/testenv/require"
)

func TestFont_filesAreAsPinned(t *testing.T) {
	sums, err := os.ReadFile("font/SHA256SUMS")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(sums)) {
		want, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		content, err := os.ReadFile(filepath.Join("font", name))
		if got := fmt.Sprintf("%x", sha256.Sum256(content)); err != nil || got != want {
			t.Errorf("%s is not the file that was taken (%v)", name, err)
		}
		n++
	}
	if n != 3 {
		t.Errorf("%d files are pinned", n)
	}
}

// Names come in letters of all of Europe's Latin alphabets.
func TestFont_hasTheLettersOfNames(t *testing.T) {
	f := faces()
	for _, r := range "ÅÄÖåäöÉéÜüßÆæØøÐðÞþŁłŠšŽžČčĆćĐđŐőŰűŞşŢţȘșȚțĞğİıŘřŮůĀāĒēĢģŅņŦŧŊŋ§–—−•€£½…”’«»ΑΩЖя" {
		if f[regular].glyph(r) == 0 {
			t.Errorf("the font has no %c", r)
		}
	}
	for r := rune(0); r < 0x10000; r++ {
		if (f[regular].glyph(r) == 0) != (f[bold].glyph(r) == 0) {
			t.Errorf("one face has %U, the other does not: the letter checks only the first", r)
		}
	}
	for _, r := range usualRunes() {
		if f[regular].glyph(r) == 0 {
			t.Errorf("the font has no %U %c", r, r)
		}
	}
}

// A glyph that draws two characters could give back only one of them.
func TestFont_givesBackEachCharacterItDraws(t *testing.T) {
	for _, f := range faces() {
		of := map[uint16]rune{}
		for r := rune(0); r < 0x10000; r++ {
			if g := f.glyph(r); g != 0 {
				if first, taken := of[g]; taken || f.means[g] != r {
					t.Errorf("%s draws %U as %U", f.name, r, max(first, f.means[g]))
				}
				of[g] = r
			}
		}
	}
}

// picture is the first page of a letter as poppler draws it.
func picture(t *testing.T, d *Document) []byte {
	t.Helper()
	path := require.Program(t, "pdftoppm", "poppler-utils")
	cmd := exec.Command(path, "-r", "100", "-f", "1", "-l", "1", "-gray", "-")
	cmd.Stdin = bytes.NewReader(pdf(t, d))
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil || complaints.Len() > 0 {
		t.Fatalf("pdftoppm: %v\n%s", err, complaints.String())
	}
	return out
}

// The part of a font draws every character as the whole font does.
func TestFont_partDrawsAsTheWhole(t *testing.T) {
	d := &Document{Title: "Å ä ö é", Blocks: []Block{{Text: strings.Join(strings.Split(string(usualRunes()), ""), " ")}}}
	var beyond strings.Builder // a character in every ten of all that the font has
	for r := rune(0x100); r < 0x2300; r += 10 {
		if faces()[regular].glyph(r) != 0 {
			beyond.WriteString(string(r) + " ")
		}
	}
	d.Blocks = append(d.Blocks, Block{Text: beyond.String()}, Block{Kind: Heading2, Text: beyond.String()})
	if len(split(beyond.String())) < 50 {
		t.Fatalf("only %q", beyond.String())
	}
	part := picture(t, d)
	for i, file := range [][]byte{regularTTF, boldTTF} {
		f := faces()[i]
		usual := f.usual
		t.Cleanup(func() { f.usual = usual })
		var all []rune
		for r := rune(0); r < 0x10000; r++ {
			if f.glyph(r) != 0 {
				all = append(all, r)
			}
		}
		whole := *f.newSubset(all)
		whole.file, whole.length = compress(file), len(file)
		f.usual = &whole
	}
	if whole := picture(t, d); !bytes.Equal(part, whole) {
		t.Error("the page looks otherwise with the whole font")
	}
	if bytes.Count(part, []byte{0}) < 1000 {
		t.Error("the page is empty")
	}
}
