package identity

import (
	"errors"
	"strings"
)

// The reasons why a text is not an OCR reference.
var (
	ErrOCRLength      = errors.New("identity: an OCR reference is to have 2 to 25 digits")
	ErrOCRLengthDigit = errors.New("identity: the length digit of the OCR reference is wrong")
	ErrOCRCheckDigit  = errors.New("identity: the check digit of the OCR reference is wrong")
)

// Bounds of an OCR reference at Bankgirot, check digit included.
const (
	ocrShortest = 2
	ocrLongest  = 25
)

// LuhnDigit is the check digit, as the character '0' to '9', that modulus 10 (the Luhn
// algorithm: the weights 2 and 1 from the right) gives to a text of digits. It fails
// with ErrCharacter for an empty text or one with anything but digits.
func LuhnDigit(digits string) (byte, error) {
	if digits == "" {
		return 0, ErrCharacter
	}
	sum, double := 0, true
	for i := len(digits) - 1; i >= 0; i-- {
		c := int(digits[i]) - '0'
		if c < 0 || c > 9 {
			return 0, ErrCharacter
		}
		sum += weighed(c, double)
		double = !double
	}
	return byte('0' + (10-sum%10)%10), nil
}

// luhn is LuhnDigit for a number. Leading zeros do not change the digit.
func luhn(v int64) int {
	sum, double := 0, true
	for ; v > 0; v /= 10 {
		sum += weighed(int(v%10), double)
		double = !double
	}
	return (10 - sum%10) % 10
}

// weighed is the digit sum of c or of twice c.
func weighed(c int, double bool) int {
	if !double {
		return c
	}
	if c > 4 {
		return 2*c - 9
	}
	return 2 * c
}

// NewOCR makes an OCR reference of the digits in base: a check digit is added last and,
// if withLength, before it a length digit, which is the length of the whole reference
// modulo 10.
func NewOCR(base string, withLength bool) (string, error) {
	total := len(base) + 1
	if withLength {
		total++
	}
	if base == "" || total < ocrShortest || total > ocrLongest {
		return "", ErrOCRLength
	}
	var b strings.Builder
	b.WriteString(base)
	if withLength {
		b.WriteByte(byte('0' + total%10))
	}
	check, err := LuhnDigit(b.String())
	if err != nil {
		return "", err
	}
	b.WriteByte(check)
	return b.String(), nil
}

// CheckOCR says what is wrong with a reference as NewOCR would make it, or nil.
func CheckOCR(ref string, withLength bool) error {
	shortest := ocrShortest
	if withLength {
		shortest++
	}
	if len(ref) < shortest || len(ref) > ocrLongest {
		return ErrOCRLength
	}
	check, err := LuhnDigit(ref[:len(ref)-1])
	if err != nil {
		return err
	}
	last := ref[len(ref)-1]
	if last < '0' || last > '9' {
		return ErrCharacter
	}
	if last != check {
		return ErrOCRCheckDigit
	}
	if withLength && ref[len(ref)-2] != byte('0'+len(ref)%10) {
		return ErrOCRLengthDigit
	}
	return nil
}
