package letterdoc

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// nearly draws letters that are nearly always usual ones: each may have something that is not, or
// more than there is room for.
var nearly = rapid.Custom(func(t *rapid.T) *Document {
	odd := rapid.SampledFrom([]string{"", "", "", "", "", "title", "lang", "kind", "sender", "footer", "to", "reference", "wide", "mark", "mark"}).Draw(t, "odd")
	mark := ""
	if odd == "mark" {
		mark = rapid.SampledFrom([]string{"漢", "\x00", "\x7f", "\u0085", "\u00ad", "\xff", "\u202f", "€", "\n", "a\u030a", "\u200d", "\uFFFD"}).Draw(t, "mark")
	}
	text := func(most int) string {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"och", "", "Återkrav", "12\u00a0345", "−5", "1–2", "§", "ÿ¤", "W", mark}), 0, most).Draw(t, "words")
		return strings.Join(words, " ")
	}
	texts := func(most, lines int) (all []string) {
		for range rapid.IntRange(0, lines).Draw(t, "lines") {
			all = append(all, text(most))
		}
		return all
	}
	d := &Document{Title: "T" + text(4), Lang: "sv", Reference: text(3), Date: 20_000, Sender: texts(6, 7), To: texts(6, 9), Footer: texts(20, 9)}
	many := strings.Repeat("Många ord som inte får plats på en rad. ", 20)
	switch odd {
	case "title":
		d.Title = rapid.SampledFrom([]string{"", " ", "\u00a0", "\u00ad", "Å"}).Draw(t, "title")
	case "lang":
		d.Lang = rapid.SampledFrom([]string{"en", "", "s v", "sv-SE", "svensksvensksvensksvensksvensksvensk", "1"}).Draw(t, "lang")
	case "sender":
		d.Sender = []string{many}
	case "footer":
		d.Footer = append(d.Footer, many, many)
	case "to":
		d.To = []string{many}
	case "reference":
		d.Reference = many
	}
	for range rapid.IntRange(0, 5).Draw(t, "blocks") {
		b := Block{Kind: Kind(rapid.IntRange(0, int(Facts)).Draw(t, "kind")), Text: text(9), Items: texts(5, 3)}
		width := rapid.IntRange(0, 4).Draw(t, "width")
		if odd == "wide" {
			width = rapid.IntRange(0, 30).Draw(t, "columns")
		}
		if odd == "kind" {
			b.Kind = Kind(rapid.IntRange(0, 12).Draw(t, "any kind"))
		}
		b.Head = texts(1, width)
		for range rapid.IntRange(0, 3).Draw(t, "rows") {
			b.Rows = append(b.Rows, texts(1, width))
		}
		d.Blocks = append(d.Blocks, b)
	}
	return d
})

// TestUsualLetter_isNeverRefused: a letter that is let through by its looks is one that can be set.
func TestUsualLetter_isNeverRefused(t *testing.T) {
	var usual, refused int
	rapid.Check(t, func(t *rapid.T) {
		d := nearly.Draw(t, "document")
		b, err := d.begin()
		if err == nil {
			_, err = b.footing()
		}
		if d.usualLetter() {
			if usual++; err != nil {
				t.Fatalf("it looks like a usual letter, and PDF refuses it: %v", err)
			}
		} else if err != nil {
			refused++
		}
		if got := d.Check(); (got == nil) != (err == nil) || err != nil && got.Error() != err.Error() {
			t.Fatalf("Check says %v, setting it %v", got, err)
		}
	})
	if usual == 0 || refused == 0 {
		t.Errorf("%d usual letters and %d refused ones were tried; there are to be both", usual, refused)
	}
}

// TestIsUsual_isWhatCleanLeaves: each character that is called usual is left as it is, and drawn.
func TestIsUsual_isWhatCleanLeaves(t *testing.T) {
	n := 0
	for r := rune(0); r <= 0xFFFF; r++ {
		s := "a" + string(r) + "b"
		if !isUsual(s) {
			continue
		}
		n++
		if clean(s) != s || faces()[regular].glyph(r) == 0 || faces()[bold].glyph(r) == 0 {
			t.Errorf("%U is called usual; it is cleaned to %q, or the font lacks it", r, clean(s))
		}
	}
	if n != 95+95+2 || !isUsual("a  b ") || isUsual("\xc3") {
		t.Errorf("%d characters are usual", n)
	}
}

func BenchmarkCheck(b *testing.B) {
	d := sample()
	d.To = nil
	d.Blocks = append([]Block(nil), d.Blocks...)
	for i := range d.Blocks {
		d.Blocks[i].Text = strings.NewReplacer("”", "").Replace(d.Blocks[i].Text)
	}
	for b.Loop() {
		if err := d.Check(); err != nil {
			b.Fatal(err)
		}
	}
}
