package field

import (
	"bytes"
	"strconv"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// AppendText writes a text, in quotation marks when it holds one or a semicolon.
func AppendText[S string | []byte](b []byte, s S) []byte {
	start := len(b)
	b = append(b, s...)
	text := b[start:]
	if bytes.IndexByte(text, ';') < 0 && bytes.IndexByte(text, '"') < 0 {
		return b
	}
	b = append(b[:start], '"')
	for i := range len(s) {
		if s[i] == '"' {
			b = append(b, '"')
		}
		b = append(b, s[i])
	}
	return append(b, '"')
}

// AppendAmount writes an amount that is not below zero in kronor with two decimals,
// "1234,50".
func AppendAmount(b []byte, a money.Amount) []byte {
	b = strconv.AppendInt(b, int64(a/money.Krona), 10)
	return append(b, ',', byte('0'+a%100/10), byte('0'+a%10))
}

// AppendHundredths writes hundredths that are not below zero without needless
// decimals: "100", "12,5", "0,01".
func AppendHundredths(b []byte, v int32) []byte {
	b = strconv.AppendInt(b, int64(v/100), 10)
	if v%100 == 0 {
		return b
	}
	b = append(b, ',', byte('0'+v%100/10))
	if v%10 != 0 {
		b = append(b, byte('0'+v%10))
	}
	return b
}

// AppendMonth writes YYYY-MM; nothing for None.
func AppendMonth(b []byte, d calendar.Date) []byte {
	b = d.Append(b)
	if d == calendar.None {
		return b
	}
	return b[:len(b)-3]
}

// AppendParty writes the twelve digits; nothing for None.
func AppendParty(b []byte, n identity.Number) []byte {
	if n == identity.None {
		return b
	}
	return strconv.AppendInt(b, int64(n), 10)
}
