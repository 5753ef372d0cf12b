package directive

import (
	"strings"
	"unicode"
)

// plain is a text in lower case with its letters and digits alone, for comparing headings
// that are spelt or set a little differently.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// near reports whether two texts are the same but for a letter or so in eight: letters of
// the government are typed and scanned, and headings misspelt.
func near(a, b string) bool {
	x, y := []rune(plain(a)), []rune(plain(b))
	if len(x) == 0 || len(y) == 0 {
		return len(x) == len(y)
	}
	return distance(x, y, slack(max(len(x), len(y)))) >= 0
}

// startsNear is near for the beginning of a text; it returns what follows the words.
func startsNear(text, words string) (rest string, ok bool) {
	want := []rune(plain(words))
	got, ends := []rune{}, []int{} // the letters of text, and where in text each ends
	for i, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			got = append(got, unicode.ToLower(r))
			ends = append(ends, i+len(string(r)))
		}
		if len(got) > len(want)+slack(len(want)) {
			break
		}
	}
	best, at := -1, 0
	for n := max(1, len(want)-2); n <= min(len(got), len(want)+2); n++ {
		// A word is not cut in its middle.
		if next := ends[n-1]; next < len(text) && n < len(got) && ends[n]-len(string(got[n])) == next {
			continue
		}
		if d := distance(got[:n], want, slack(len(want))); d >= 0 && (best < 0 || d < best) {
			best, at = d, ends[n-1]
		}
	}
	if best < 0 {
		return "", false
	}
	return strings.TrimSpace(strings.TrimLeft(text[at:], " .:)")), true
}

// slack is how many letters may differ in a text of n letters.
func slack(n int) int {
	if n < 5 {
		return 0
	}
	return max(1, n/8)
}

// distance is the number of letters to change, add or take away to make a of b, or -1
// when it is more than most.
func distance(a, b []rune, most int) int {
	if d := len(a) - len(b); d > most || -d > most {
		return -1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		before, least := row[0], i+1
		row[0] = i + 1
		for j := range b {
			cost := before
			if a[i] != b[j] {
				cost = 1 + min(before, row[j], row[j+1])
			}
			before, row[j+1] = row[j+1], cost
			least = min(least, cost)
		}
		if least > most {
			return -1
		}
	}
	if row[len(b)] > most {
		return -1
	}
	return row[len(b)]
}
