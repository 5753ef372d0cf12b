package parental

import (
	"fmt"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
)

// Text is a sentence or a name in Swedish and English.
type Text struct {
	Sv string `json:"sv"`
	En string `json:"en"`
}

// In is the text in a language: "en" for English, Swedish otherwise.
func (t Text) In(language string) string {
	if language == "en" {
		return t.En
	}
	return t.Sv
}

// say fills in both sentences with the same arguments; an argument that is a Text is
// written in the language of the sentence.
func say(swedish, english string, args ...any) Text {
	sv, en := make([]any, len(args)), make([]any, len(args))
	for i, a := range args {
		sv[i], en[i] = a, a
		if t, ok := a.(Text); ok {
			sv[i], en[i] = t.Sv, t.En
		}
	}
	return Text{Sv: fmt.Sprintf(swedish, sv...), En: fmt.Sprintf(english, en...)}
}

// kr is an amount with its unit.
func kr(a money.Amount) string { return a.Kronor() + "\u00a0kr" }

// decimal is a number of millionths as a decimal: "0,97" and "0.97".
func decimal(ppm int64) Text {
	return withDecimals(ppm, 6)
}

// withDecimals writes n, which has the given number of decimals, without trailing zeros.
// n is not negative.
func withDecimals(n int64, decimals int) Text {
	digits := strconv.FormatInt(n, 10)
	if len(digits) <= decimals {
		digits = strings.Repeat("0", decimals+1-len(digits)) + digits
	}
	whole, rest := digits[:len(digits)-decimals], strings.TrimRight(digits[len(digits)-decimals:], "0")
	if rest == "" {
		return Text{whole, whole}
	}
	return Text{whole + "," + rest, whole + "." + rest}
}

// percent is a share in millionths as a percentage.
func percent(ppm int64) Text {
	t := withDecimals(ppm, 4)
	return Text{t.Sv + " %", t.En + " %"}
}

// inDays is a number of days in words.
func inDays(n int64) Text {
	if n == 1 {
		return Text{"1 dag", "1 day"}
	}
	return say("%d dagar", "%d days", n)
}

// span names days in a sentence.
func span(first, last calendar.Date) string {
	if first == last {
		return first.String()
	}
	return first.String() + "–" + last.String()
}
