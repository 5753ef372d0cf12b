package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Limits of what is read as a search.
const (
	mostText  = 200 // bytes
	mostWords = 8
)

// wordsOf splits a name into its words: small letters and digits, with the marks they are
// written with. Apostrophes join (O'Brien), all else parts.
func wordsOf(name string) []string {
	name = strings.Map(func(r rune) rune {
		switch {
		case r == '\'' || r == '’' || r == '´' || r == '`':
			return -1
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mn, r):
			return unicode.ToLower(r)
		}
		return ' '
	}, norm.NFC.String(name))
	return strings.Fields(name)
}

// letters without a mark to take away.
var plainLetters = strings.NewReplacer("æ", "a", "ø", "o", "ß", "ss", "đ", "d", "ł", "l", "þ", "th", "ð", "d", "ı", "i", "w", "v")

// loosely is a word as it is found by who does not write the marks above its letters.
func loosely(word string) string {
	ascii := true
	for i := range len(word) {
		ascii = ascii && word[i] < 0x80
	}
	if ascii {
		return strings.ReplaceAll(word, "w", "v")
	}
	word = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(word))
	return plainLetters.Replace(word)
}

// inOrder is what names are sorted by: as in a Swedish list, with å, ä and ö last.
func inOrder(name string) string {
	words := strings.Join(wordsOf(name), " ")
	var b strings.Builder
	b.Grow(len(words))
	for _, r := range words {
		switch r {
		case 'å':
			b.WriteByte('z' + 1)
		case 'ä', 'æ':
			b.WriteByte('z' + 2)
		case 'ö', 'ø':
			b.WriteByte('z' + 3)
		default:
			if r < 0x80 {
				b.WriteRune(r)
			} else {
				b.WriteString(loosely(string(r)))
			}
		}
	}
	return b.String()
}
