package sie

import (
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
)

// cells reads the fields of a line. What cannot be read is a problem, and zero.
type cells struct {
	r      *reader
	label  string
	fields []field
}

func (c cells) text(i int) string {
	if i >= len(c.fields) {
		return ""
	}
	return c.fields[i].String()
}

// joined is all the fields as one text, for a name that was not put in quotation
// marks.
func (c cells) joined() string {
	parts := make([]string, len(c.fields))
	for i := range parts {
		parts[i] = c.text(i)
	}
	return strings.Join(parts, " ")
}

func (c cells) required(i int, name string) string {
	text := c.text(i)
	if text == "" {
		c.r.wrong(c.label+" "+name, "it is missing")
	}
	return text
}

func (c cells) integer(i int, name string) int {
	n, err := strconv.Atoi(c.text(i))
	if err != nil {
		c.r.wrong(c.label+" "+name, "%q is no whole number", c.text(i))
	}
	return n
}

func (c cells) date(i int, name string) calendar.Date {
	text := strings.Trim(c.text(i), blanks)
	if text == "" {
		return calendar.None
	}
	d, iso, err := readDate(text)
	if err != nil {
		c.r.wrong(c.label+" "+name, "%v", err)
	} else if iso {
		c.r.warn(c.label+" "+name, "%s is to be written YYYYMMDD; it was read as %s", text, d)
	}
	return d
}

func (c cells) amount(i int) (money.Amount, bool) {
	a, err := readAmount(c.text(i))
	if err != nil {
		c.r.wrong(c.label+" amount", "%v", err)
	}
	return a, err == nil
}
