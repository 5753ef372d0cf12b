package register_test

import (
	"path/filepath"
	"strings"
	"testing"

	"balans/exchange/agi"
	"balans/prevent/register"
)

// stock is a file of absence, four days each of many people.
func stock(b *testing.B, persons int) string {
	var all []agi.Absence
	for _, p := range people(b, persons) {
		for _, d := range []string{"2025-03-03", "2025-03-04", "2025-03-05", "2025-03-06"} {
			all = append(all, absenceOf(p, d, 1, 800))
		}
	}
	return csvOf(b, all)
}

func BenchmarkImport_absenceRows(b *testing.B) {
	text := stock(b, 25_000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		j, _ := open(b, filepath.Join(b.TempDir(), "j.db"), "2025-05-01")
		im := register.Import{File: "absence.csv", Reader: strings.NewReader(text), By: "kim"}
		if r, err := im.Run(b.Context(), j); err != nil || r.Written() != 100_000 {
			b.Fatal(err)
		}
	}
	b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "facts/s")
}

func BenchmarkBook_readAndIndex(b *testing.B) {
	j, _ := open(b, filepath.Join(b.TempDir(), "j.db"), "2025-05-01")
	take(b, j, stock(b, 25_000))
	for b.Loop() {
		if n := read(b, j, end).Absences().Len(); n != 100_000 {
			b.Fatal(n)
		}
	}
	b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "facts/s")
}

func BenchmarkBook_of(b *testing.B) {
	j, _ := open(b, filepath.Join(b.TempDir(), "j.db"), "2025-05-01")
	who := people(b, 1000)
	take(b, j, stock(b, 1000))
	book := read(b, j, end)
	for i := 0; b.Loop(); i++ {
		if len(book.Of(who[i%1000]).Facts(register.Absence)) != 4 {
			b.Fatal("not all facts")
		}
	}
}
