package report_test

import (
	"testing"

	"balans/law/money"
)

// The figures printed on 2025-04-25 (FK 2024/028035), by column.
var publishedStock = []struct {
	old, atKFM, near, new, notServed [3]int64
	shares                           [3][3]int64 // at KFM, near and not served, as printed
}{
	{ // claims
		[3]int64{269_694, 218_585, 213_906}, [3]int64{22_020, 21_345, 19_579}, [3]int64{33_209, 24_796, 33_724},
		[3]int64{63_073, 73_140, 68_661}, [3]int64{13_955, 20_770, 19_763},
		[3][3]int64{{8, 10, 9}, {12, 11, 16}, {22, 28, 29}},
	},
	{ // million kronor
		[3]int64{6_815, 6_303, 6_255}, [3]int64{938, 960, 881}, [3]int64{794, 678, 930},
		[3]int64{1_222, 1_741, 1_731}, [3]int64{275, 440, 454},
		[3][3]int64{{14, 15, 14}, {12, 11, 15}, {22, 25, 26}},
	},
}

// E16: of the eighteen shares seventeen follow from the numbers printed beside
// them. 275 of 1 222 is 22.504 %, which would be 23 %, and 22 % is printed: the
// shares were made before the millions were rounded, as Share's callers must do.
func TestShare_ofThePublishedFigures(t *testing.T) {
	var deviating [][2]int64
	for _, s := range publishedStock {
		for column := range 3 {
			for k, part := range [][3]int64{s.atKFM, s.near, s.notServed} {
				whole := s.old[column]
				if k == 2 {
					whole = s.new[column]
				}
				got, ok := money.Share(part[column], whole)
				if !ok {
					t.Fatalf("no share of %d in %d", part[column], whole)
				}
				if got != s.shares[k][column] {
					deviating = append(deviating, [2]int64{part[column], whole})
				}
			}
		}
	}
	if len(deviating) != 1 || deviating[0] != [2]int64{275, 1_222} {
		t.Errorf("deviating are %v; expected only 275 of 1 222", deviating)
	}
	// Öre that round to those millions and give the share as printed.
	part, whole := money.Kronor(274_900_000), money.Kronor(1_222_300_000)
	if p, _ := money.Share(int64(part), int64(whole)); p != 22 || money.Millions(part) != 275 || money.Millions(whole) != 1_222 {
		t.Errorf("%d %%, %d of %d million", p, money.Millions(part), money.Millions(whole))
	}
}

// E21: what left the stock of NEW claims otherwise than by hand-over, by the
// printed figures: closing = opening + decided − registered − other.
func TestIdentity_ofThePublishedFigures(t *testing.T) {
	decided := [2][3]int64{{137_036, 127_676, 11_853}, {1_931, 2_027, 206}}
	registered := [2][3]int64{{13_758, 11_678, 2_853}, {325, 330, 70}}
	want := [2][3]int64{{0, 105_931, 13_479}, {0, 1_178, 146}}
	for unit, s := range publishedStock {
		for column := 1; column < 3; column++ {
			other := s.new[column-1] + decided[unit][column] - registered[unit][column] - s.new[column]
			if other != want[unit][column] || other < 0 {
				t.Errorf("unit %d, column %d: other outflow %d; expected %d", unit, column, other, want[unit][column])
			}
		}
	}
}
