package money

import (
	"fmt"
	"math"
	"unicode/utf8"
)

const (
	hardSpace = '\u00a0'
	minusSign = '\u2212'
)

// ParseError says where and why a text is not an amount.
type ParseError struct {
	Text     string // what was to be read
	Position int    // the character at fault, counted from 1; one past the end when more was expected
	Why      string
}

func (e *ParseError) Error() string {
	return fmt.Sprintf("money: %q is not an amount: position %d: %s", e.Text, e.Position, e.Why)
}

// Parse reads an amount in kronor as Swedes write it: "1 234,50", "1234,5", "-12".
// Thousands may be set apart by space, U+00A0 or U+202F and then all of them are; minus
// may be - or U+2212; after the comma stand one or two digits. A point is refused
// because it may mean thousands as well as öre. Nothing may stand around the amount,
// not even a space. The error is a *ParseError with the position.
func Parse(s string) (Amount, error) {
	p := parser{text: s}
	a, err := p.amount()
	if err != nil {
		return 0, err
	}
	return a, nil
}

// parser walks through the text one character at a time.
type parser struct {
	text     string
	at       int // byte
	position int // characters read
}

func (p *parser) peek() rune {
	if p.at >= len(p.text) {
		return -1
	}
	r, _ := utf8.DecodeRuneInString(p.text[p.at:])
	return r
}

func (p *parser) next() {
	_, n := utf8.DecodeRuneInString(p.text[p.at:])
	p.at += n
	p.position++
}

func (p *parser) fail(why string) error {
	return &ParseError{Text: p.text, Position: p.position + 1, Why: why}
}

func (p *parser) amount() (Amount, error) {
	negative := false
	if r := p.peek(); r == '-' || r == minusSign {
		negative = true
		p.next()
	}
	kronor, err := p.kronor()
	if err != nil {
		return 0, err
	}
	ore, err := p.ore()
	if err != nil {
		return 0, err
	}
	if p.peek() != -1 {
		return 0, p.fail("nothing may follow the amount")
	}
	if kronor > math.MaxInt64/100 || kronor*100 > math.MaxInt64-ore {
		return 0, &ParseError{Text: p.text, Position: 1, Why: "the amount is too large"}
	}
	a := Amount(kronor*100 + ore)
	if negative {
		a = -a
	}
	return a, nil
}

// kronor reads the digits before the comma, with or without thousands set apart.
func (p *parser) kronor() (int64, error) {
	var v int64
	group, grouped := 0, false // digits since the start or the last space
	for {
		r := p.peek()
		switch {
		case isDigit(r):
			if grouped && group == 3 {
				return 0, p.fail("three digits are to follow each space")
			}
			if v > math.MaxInt64/10-1 {
				return 0, p.fail("the amount is too large")
			}
			v = v*10 + int64(r-'0')
			group++
		case isSpace(r) && (group == 3 || !grouped && group > 0 && group < 3):
			group, grouped = 0, true
		case group == 0 || grouped && group != 3:
			if grouped {
				return 0, p.fail("three digits are to follow each space")
			}
			return 0, p.fail("a digit is expected")
		case r == '.':
			return 0, p.fail("öre are written after a comma, not a point")
		case r == ',' || r == -1:
			return v, nil
		default:
			return 0, p.fail("only digits, a comma and spaces between thousands are expected")
		}
		p.next()
	}
}

// ore reads a comma and one or two digits, or nothing.
func (p *parser) ore() (int64, error) {
	if p.peek() != ',' {
		return 0, nil
	}
	p.next()
	if !isDigit(p.peek()) {
		return 0, p.fail("one or two digits are to follow the comma")
	}
	v := int64(p.peek()-'0') * 10
	p.next()
	if isDigit(p.peek()) {
		v += int64(p.peek() - '0')
		p.next()
	}
	if isDigit(p.peek()) {
		return 0, p.fail("parts of an öre cannot be written")
	}
	return v, nil
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isSpace(r rune) bool { return r == ' ' || r == hardSpace || r == '\u202f' }

// String is the amount in kronor with two decimals and thousands set apart by U+00A0,
// with U+2212 for minus: "1 234,50". Parse reads it back.
func (a Amount) String() string {
	b := a.appendKronor(make([]byte, 0, 32))
	ore := size(int64(a)) % 100
	return string(append(b, ',', byte('0'+ore/10), byte('0'+ore%10)))
}

// Kronor is the amount without decimals when it is whole kronor, "1 234", otherwise as
// String.
func (a Amount) Kronor() string {
	if a%Krona != 0 {
		return a.String()
	}
	return string(a.appendKronor(make([]byte, 0, 32)))
}

func (a Amount) appendKronor(b []byte) []byte {
	if a < 0 {
		b = utf8.AppendRune(b, minusSign)
	}
	var digits [20]byte
	n := len(digits)
	for k := size(int64(a)) / 100; k > 0 || n == len(digits); k /= 10 {
		n--
		digits[n] = byte('0' + k%10)
	}
	for i := n; i < len(digits); i++ {
		if i > n && (len(digits)-i)%3 == 0 {
			b = utf8.AppendRune(b, hardSpace)
		}
		b = append(b, digits[i])
	}
	return b
}
