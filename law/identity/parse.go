package identity

import "balans/law/calendar"

// Parse reads an identity number of twelve digits, or an organisation number of ten.
// A - or + may stand before the last four digits and nothing else may. Ten digits of a
// person have no century and give ErrNoCentury: see ParseOn. The other errors are the Err
// variables of the package; none of them contains the number.
func Parse(s string) (Number, error) {
	ten, prefix, _, err := read(s)
	if err != nil {
		return None, err
	}
	if prefix < 0 {
		return None, ErrNoCentury
	}
	return checked(prefix, ten)
}

// ParseOn reads what Parse reads, and ten digits of a person as they were meant on the
// day `on`. Without + the person has the latest birth date not after that day. With +
// the person turns at least 100 during the year of that day (18 § folkbokföringslagen:
// the sign changes in the year the person turns 100), and has the latest birth year
// for which that is so. A birth date after the day is refused with ErrUnborn.
func ParseOn(s string, on calendar.Date) (Number, error) {
	ten, prefix, plus, err := read(s)
	if err != nil {
		return None, err
	}
	if prefix >= 0 {
		return bornBy(prefix, ten, on)
	}
	yearInCentury := int(ten / 100_000_000)
	err = ErrBirthDate
	for century := 20; century >= 18; century-- {
		if plus && on.Year()-(century*100+yearInCentury) < 100 {
			continue
		}
		n, e := bornBy(century, ten, on)
		if e == nil {
			return n, nil
		}
		if e == ErrCheckDigit { // the same ten digits in every century
			return None, e
		}
		if e == ErrUnborn {
			err = e
		}
	}
	return None, err
}

func bornBy(prefix int, ten int64, on calendar.Date) (Number, error) {
	n, err := checked(prefix, ten)
	if err != nil || prefix == organisationPrefix {
		return n, err
	}
	if born, _ := n.firstBirthDate(); born > on {
		return None, ErrUnborn
	}
	return n, nil
}

// read takes the digits out of s: the last ten, and the two before them, which are -1
// when a person's number has none.
func read(s string) (ten int64, prefix int, plus bool, err error) {
	n := len(s)
	separator := n == 11 || n == 13
	if separator {
		if c := s[n-5]; c != '-' && c != '+' {
			return 0, 0, false, ErrCharacter
		}
		plus = s[n-5] == '+'
	} else if n != 10 && n != 12 {
		return 0, 0, false, ErrLength
	}
	var v int64
	for i := 0; i < n; i++ {
		if separator && i == n-5 {
			continue
		}
		c := s[i] - '0'
		if c > 9 {
			if i == n-4 && isInterimLetter(s[i]) {
				return 0, 0, false, ErrInterim
			}
			return 0, 0, false, ErrCharacter
		}
		v = v*10 + int64(c)
	}
	ten, prefix = v%tenDigits, int(v/tenDigits)
	if n <= 11 {
		prefix = -1
		if ten/10_000_000%10 >= 2 {
			prefix = organisationPrefix
		}
	}
	return ten, prefix, plus, nil
}

// isInterimLetter says whether c can stand where the birth number begins in an interim
// number.
func isInterimLetter(c byte) bool {
	c &^= 'a' - 'A' // either case
	return c >= 'A' && c <= 'Z'
}
