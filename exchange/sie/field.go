package sie

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
)

// field is a field of a line: a text, or a list in braces.
type field struct {
	text   string
	list   []string
	isList bool
}

// String is the text, or the parts of the list with spaces between them.
func (f field) String() string {
	if f.isList {
		return "{" + strings.Join(f.list, " ") + "}"
	}
	return f.text
}

const blanks = " \t"

// split divides what follows a label into fields.
func split(line string) (fields []field, err error) {
	for line = strings.TrimLeft(line, blanks); line != ""; line = strings.TrimLeft(line, blanks) {
		var f field
		if line[0] == '{' {
			f.isList = true
			for line = strings.TrimLeft(line[1:], blanks); !strings.HasPrefix(line, "}"); line = strings.TrimLeft(line, blanks) {
				if line == "" {
					return fields, errors.New("the list of objects has no closing }")
				}
				var part string
				if part, line, err = cut(line, blanks+"}"); err != nil {
					return fields, err
				}
				f.list = append(f.list, part)
			}
			line = line[1:]
		} else if f.text, line, err = cut(line, blanks+"{"); err != nil {
			return fields, err
		}
		fields = append(fields, f)
	}
	return fields, nil
}

// cut reads the text that line begins with, in quotation marks or up to one of the
// ends.
func cut(line, ends string) (text, rest string, err error) {
	if line[0] != '"' {
		end := strings.IndexAny(line, ends)
		if end < 0 {
			end = len(line)
		}
		if strings.Contains(line[:end], `"`) {
			return "", "", fmt.Errorf("there is a quotation mark in %s; a text with one is to stand in quotation marks, with \\ before the mark inside", line[:end])
		}
		return line[:end], line[end:], nil
	}
	var b strings.Builder
	for i := 1; i < len(line); i++ {
		switch {
		case line[i] == '\\' && i+1 < len(line) && line[i+1] == '"':
			i++ // the mark itself; any other \ is a sign like others
			b.WriteByte('"')
		case line[i] != '"':
			b.WriteByte(line[i])
		case i+1 == len(line) || strings.IndexByte(ends, line[i+1]) >= 0:
			return b.String(), line[i+1:], nil
		default:
			return "", "", fmt.Errorf("the text after the closing quotation mark of %q is to begin with a space; a mark inside a text is written with \\ before it", b.String())
		}
	}
	return "", "", errors.New("a quotation mark is not closed on its line")
}

// readAmount reads kronor with a point and at most two decimals; more are allowed
// when they are zero.
func readAmount(text string) (money.Amount, error) {
	rest, negative := strings.CutPrefix(text, "-")
	whole, fraction, point := strings.Cut(rest, ".")
	fraction = strings.TrimRight(fraction, "0")
	for _, c := range whole + fraction {
		if c < '0' || c > '9' {
			return 0, fmt.Errorf("%q is no amount; expected kronor with a point and at most two decimals, such as -1234.50", text)
		}
	}
	switch {
	case whole == "" && !(point && rest != "."):
		return 0, fmt.Errorf("%q is no amount; expected kronor such as -1234.50", text)
	case len(fraction) > 2:
		return 0, fmt.Errorf("%q has parts of an öre; expected at most two decimals", text)
	}
	ore, err := strconv.ParseInt("0"+whole+fraction+"00"[len(fraction):], 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%q is too large an amount", text)
	}
	if negative {
		ore = -ore
	}
	return money.Amount(ore), nil
}

// readDate reads YYYYMMDD. A date YYYY-MM-DD is read too; iso is then set.
func readDate(text string) (d calendar.Date, iso bool, err error) {
	if len(text) == 8 && strings.Trim(text, "0123456789") == "" {
		n, err := strconv.ParseInt(text, 10, 32)
		if err == nil {
			if d, err = calendar.FromInt(int32(n)); err == nil && d != calendar.None {
				return d, false, nil
			}
		}
	} else if d, err = calendar.Parse(text); err == nil {
		return d, true, nil
	}
	return calendar.None, false, fmt.Errorf("%q is no date; expected YYYYMMDD", text)
}
