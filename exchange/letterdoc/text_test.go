package letterdoc

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

// isMark tells what the plain text adds of its own: the marks of lists, underlines, and the colons after
// terms and names of columns.
func isMark(word string) bool {
	return word == "-" || strings.Trim(word, "-=") == "" || strings.TrimLeft(word, "0123456789") == "." || word == ":"
}

// counted counts words without marks and without colons at their ends.
func counted(words []string) map[string]int {
	n := map[string]int{}
	for _, w := range words {
		if !isMark(w) {
			n[strings.TrimRight(w, ":")]++
		}
	}
	return n
}

func TestText_hasEveryWordAndNoLineTooLong(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := documents.Draw(t, "document")
		for i := range d.Blocks {
			if d.Blocks[i].Kind == Table {
				d.Blocks[i].Head = nil // it is repeated where columns do not fit, see below
			}
		}
		text := d.Text()
		got, want := counted(split(text)), counted(wordsOfDocument(d))
		for w, n := range want {
			if got[w] != n {
				t.Errorf("%q stands %d times in the text and %d times in the document:\n%s", w, got[w], n, text)
			}
		}
		for w, n := range got {
			if want[w] == 0 {
				t.Errorf("%q stands %d times in the text and not in the document", w, n)
			}
		}
		for line := range strings.Lines(text) {
			line = strings.TrimSuffix(line, "\n")
			longest := 0
			for _, w := range strings.Split(line, " ") {
				longest = max(longest, utf8.RuneCountInString(w))
			}
			// A word has a line of its own when it is too long, after at most a term or a mark.
			if n := utf8.RuneCountInString(line); n > textWidth && longest <= textWidth-termWidth-2 || strings.HasSuffix(line, " ") {
				t.Errorf("a line of %d characters: %q", n, line)
			}
		}
	})
}

func TestText_tableWhoseWordsDoNotFit(t *testing.T) {
	long := strings.Repeat("lång", 10)
	d := Document{Blocks: []Block{{Kind: Table, Text: "Rubrik", Head: []string{"Ett", "", "Tre"}, Rows: [][]string{{long, "b", long}, {long, "", ""}}}}}
	want := "Rubrik\n\nEtt: " + long + "\nb\nTre: " + long + "\n\nEtt: " + long + "\nTre:\n"
	if got := d.Text(); got != want {
		t.Errorf("got\n%s\nwanted\n%s", got, want)
	}
}

func TestText_worksWithNothing(t *testing.T) {
	var d Document
	if got := d.Text(); got != "" {
		t.Errorf("%q", got)
	}
}

// htmlWords are the words of a tree of HTML in order.
func htmlWords(n *html.Node) (all []string) {
	if n.Type == html.TextNode {
		return split(n.Data)
	}
	for c := range n.ChildNodes() {
		all = append(all, htmlWords(c)...)
	}
	return all
}

func TestHTML_everyWordInOrderAndNothingButItsElements(t *testing.T) {
	own := strings.Fields("html head body article p br dl dt dd time h2 h3 h4 ul ol li div table caption thead tbody tr th td")
	rapid.Check(t, func(t *rapid.T) {
		d := documents.Draw(t, "document")
		root, err := html.Parse(strings.NewReader(string(d.HTML())))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := htmlWords(root), wordsOfDocument(d); !slices.Equal(got, want) {
			t.Errorf("the words are\n%q\nwanted\n%q", got, want)
		}
		for n := range root.Descendants() {
			if n.Type == html.ElementNode && !slices.Contains(own, n.Data) {
				t.Errorf("an element <%s>", n.Data)
			}
		}
	})
}

// Several letters on a page: no region has the name of one of another letter, and they say the same.
func TestHTMLAmong_namesTheRegionsAfterTheLetter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := documents.Draw(t, "document")
		one, other := string(d.HTMLAmong(`A "1" <b>`)), string(d.HTMLAmong("B"))
		if got, want := strings.Count(one, `aria-label="A &#34;1&#34; &lt;b&gt;: `), strings.Count(string(d.HTML()), ` role="region"`); got != want {
			t.Errorf("%d regions are named after the letter, and there are %d", got, want)
		}
		if strings.ReplaceAll(one, `aria-label="A &#34;1&#34; &lt;b&gt;: `, `aria-label="`) != strings.ReplaceAll(other, `aria-label="B: `, `aria-label="`) {
			t.Error("the letters differ in more than that")
		}
	})
}

func TestShareOut_filledAndFair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "n")
		room := rapid.IntRange(0, 200).Draw(t, "room")
		var least, natural []int
		sumLeast, sumNatural := 0, 0
		for range n {
			l := rapid.IntRange(0, 30).Draw(t, "least")
			least, natural = append(least, l), append(natural, l+rapid.IntRange(0, 100).Draw(t, "more"))
			sumLeast, sumNatural = sumLeast+l, sumNatural+natural[len(natural)-1]
		}
		widths, fit := shareOut(least, natural, room)
		sum := 0
		for i, w := range widths {
			sum += w
			if fit && (w < least[i] || w > natural[i]) {
				t.Errorf("column %d is %d, of %d to %d", i, w, least[i], natural[i])
			}
		}
		if fit != (sumLeast <= room) || sum > room {
			t.Errorf("%v of %d: %v", widths, room, fit)
		}
		if fit && sum+n < min(room, sumNatural) {
			t.Errorf("%v leave %d of %d unused", widths, room-sum, room)
		}
	})
}
