package statebudget

import (
	"fmt"
	"strconv"
	"strings"

	"balans/law/money"
)

// decimals is how many decimals of a million kronor an öre has: 1 Mnkr is 10^8 öre.
const decimals = 8

// maxWhole is the most digits before the comma: ten thousand million million
// kronor, so that the sums of a row fit.
const maxWhole = 9

// readSum reads an amount in million kronor; an empty text is unknown. Otherwise
// it says what is wrong, at a character of the text.
func readSum(text string) (s Sum, at int, wrong string) {
	if text == "" {
		return Sum{}, 0, ""
	}
	rest, negative := text, false
	if sign, ok := strings.CutPrefix(rest, "-"); ok {
		rest, negative, at = sign, true, 1
	} else if sign, ok := strings.CutPrefix(rest, "−"); ok {
		rest, negative, at = sign, true, 1
	}
	whole, fraction, comma := strings.Cut(rest, ",")
	if i, r := foreign(whole); i >= 0 {
		return Sum{}, at + i, fmt.Sprintf("there is %q where a digit is expected", r)
	}
	switch {
	case whole == "":
		return Sum{}, at, "there is no digit before the comma"
	case len(whole) > maxWhole:
		return Sum{}, at, fmt.Sprintf("there are more than %d digits before the comma", maxWhole)
	}
	at += len(whole) + 1
	if i, r := foreign(fraction); i >= 0 {
		return Sum{}, at + i, fmt.Sprintf("there is %q where a digit is expected", r)
	}
	switch {
	case comma && fraction == "":
		return Sum{}, at, "there is no digit after the comma"
	case len(fraction) > decimals:
		return Sum{}, at + decimals, "there are more than eight decimals, which are parts of an öre"
	}
	ore, err := strconv.ParseInt(whole+fraction+strings.Repeat("0", decimals-len(fraction)), 10, 64)
	if err != nil { // cannot be: at most 17 digits
		return Sum{}, 0, "the amount is too large"
	}
	if negative {
		ore = -ore
	}
	return Sum{money.Amount(ore), true}, 0, ""
}

// foreign finds the first character that is no digit, counted in characters; -1
// when there is none.
func foreign(text string) (at int, found rune) {
	for _, r := range text {
		if r < '0' || r > '9' {
			return at, r
		}
		at++
	}
	return -1, 0
}

// appendSum writes an amount as published: without decimals that are zero last.
func appendSum(b []byte, s Sum) []byte {
	if !s.Known {
		return b
	}
	size := uint64(s.Amount)
	if s.Amount < 0 {
		b = append(b, '-')
		size = -size // right also for the lowest amount, whose size is no int64
	}
	const million = 100_000_000
	b = strconv.AppendUint(b, size/million, 10)
	if fraction := strings.TrimRight(fmt.Sprintf("%0*d", decimals, size%million), "0"); fraction != "" {
		b = append(append(b, ','), fraction...)
	}
	return b
}
