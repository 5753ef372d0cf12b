package money_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"balans/law/money"

	"pgregory.net/rapid"
)

func TestParse_readsAmountsAsSwedesWriteThem(t *testing.T) {
	for text, want := range map[string]money.Amount{
		"0":                         0,
		"1234":                      123_400,
		"1234,5":                    123_450,
		"1234,05":                   123_405,
		"1 234,50":                  123_450,
		"1\u00a0234,50":             123_450,
		"1\u202f234\u00a0567":       123_456_700,
		"12 345 678,90":             1_234_567_890,
		"-12":                       -1_200,
		"\u221212,01":               -1_201,
		"-0,05":                     -5,
		"007":                       700,
		"92233720368547758,07":      math.MaxInt64,
		"92 233 720 368 547 758,07": math.MaxInt64,
	} {
		if got, err := money.Parse(text); err != nil || got != want {
			t.Errorf("%q is %d, %v; want %d", text, got, err, want)
		}
	}
}

func TestParse_saysWhereAnAmountIsWrong(t *testing.T) {
	cases := []struct {
		text     string
		position int
		why      string
	}{
		{"", 1, "a digit"},
		{"-", 2, "a digit"},
		{" 1", 1, "a digit"},
		{"+1", 1, "a digit"},
		{"--1", 2, "a digit"},
		{",50", 1, "a digit"},
		{"1.50", 2, "not a point"},
		{"1 2", 4, "three digits"},
		{"1 2345", 6, "three digits"},
		{"1234 567", 5, "only digits"},
		{"1  234", 3, "three digits"},
		{"1 234 ", 7, "three digits"},
		{"12a", 3, "only digits"},
		{"1\u00a0234x", 6, "only digits"},
		{"1,", 3, "one or two digits"},
		{"1,x", 3, "one or two digits"},
		{"1,234", 5, "parts of an öre"},
		{"1,50 kr", 5, "nothing may follow"},
		{"12 kr", 4, "three digits"},
		{"1\xff", 2, "only digits"},
		{"92233720368547758,08", 1, "too large"},
		{"99999999999999999999", 19, "too large"},
	}
	for _, c := range cases {
		_, err := money.Parse(c.text)
		var wrong *money.ParseError
		if !errors.As(err, &wrong) {
			t.Errorf("%q: error %v", c.text, err)
			continue
		}
		if wrong.Position != c.position || !strings.Contains(wrong.Error(), c.why) {
			t.Errorf("%q: %v; want position %d and %q", c.text, err, c.position, c.why)
		}
	}
}

func TestString_setsThousandsApart(t *testing.T) {
	for a, want := range map[money.Amount]string{
		0:             "0,00",
		5:             "0,05",
		-5:            "−0,05",
		123_450:       "1 234,50",
		99_999:        "999,99",
		-123_456_789:  "−1 234 567,89",
		math.MaxInt64: "92 233 720 368 547 758,07",
		math.MinInt64: "−92 233 720 368 547 758,08",
	} {
		if got := a.String(); got != strings.ReplaceAll(want, " ", "\u00a0") {
			t.Errorf("%d is written %q, want %q", int64(a), got, want)
		}
	}
}

func TestKronor_leavesOutDecimalsOfWholeKronor(t *testing.T) {
	for a, want := range map[money.Amount]string{
		0:        "0",
		120_000:  "1 200",
		-120_000: "−1 200",
		120_050:  "1 200,50",
	} {
		if got := a.Kronor(); got != strings.ReplaceAll(want, " ", "\u00a0") {
			t.Errorf("%d is written %q, want %q", int64(a), got, want)
		}
	}
}

func TestParse_readsWhatStringWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := money.Amount(rapid.Int64Min(math.MinInt64+1).Draw(t, "öre"))
		for _, text := range []string{a.String(), a.Kronor()} {
			if back, err := money.Parse(text); err != nil || back != a {
				t.Fatalf("%q is read as %d, %v", text, int64(back), err)
			}
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"1 234,50", "-12", "\u2212\u00a01", "1,2,3", "99999999999999999999", "\xe2\x88"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := money.Parse(text)
		if err != nil {
			var wrong *money.ParseError
			if !errors.As(err, &wrong) || wrong.Position < 1 || wrong.Position > len(text)+1 {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		if back, err := money.Parse(a.String()); err != nil || back != a {
			t.Fatalf("%q is %s, which is read as %s, %v", text, a, back, err)
		}
	})
}
