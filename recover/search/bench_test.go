package search_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"balans/recover/search"
)

// large is as many persons as a large agency has debtors, with names as common as names are:
// a few hundred given names and some thousands of family names, the first ones most often.
func large() []search.Named {
	r := rand.New(rand.NewPCG(1, 2))
	syllables := []string{"an", "be", "da", "el", "fri", "gu", "ha", "in", "jo", "ka", "li", "ma", "ni", "os", "pe", "ro", "sö", "tå", "ul", "vi", "wa", "äl", "öb", "zi"}
	word := func(n int) string {
		s := ""
		for n++; n > 0; n /= len(syllables) {
			s += syllables[n%len(syllables)]
		}
		return s
	}
	some := func(n int) int { return int(float64(n) * r.Float64() * r.Float64() * r.Float64()) }
	all := make([]search.Named, 600_000)
	for i := range all {
		name := word(some(600)) + " " + word(700+some(9000)) + "son"
		if r.IntN(3) == 0 {
			name = word(some(600)) + "-" + name
		}
		all[i] = search.Named{Number: number(i), Name: name}
	}
	return all
}

// Against a large agency's 600 000 persons: the answer is to come within 30 ms.
func BenchmarkFind(b *testing.B) {
	p := search.NewPeople(large())
	for _, words := range [][]string{{"an"}, {"e"}, {"a", "e"}, {"annika", "bergström"}, {"ben", "daan"}, {"öbwa"}, {"finns", "inte"}, {"an", "an", "an", "an", "an", "an", "an", "an"}} {
		b.Run(fmt.Sprint(words), func(b *testing.B) {
			for b.Loop() {
				p.Find(words, 20, everyone)
			}
		})
	}
	b.Run("bytes", func(b *testing.B) {
		for b.Loop() {
		}
		b.ReportMetric(float64(p.Bytes())/float64(p.Len()), "bytes/person")
	})
}

func BenchmarkNewPeople(b *testing.B) {
	all := large()
	for b.Loop() {
		search.NewPeople(all)
	}
}
