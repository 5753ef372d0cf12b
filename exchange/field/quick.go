package field

import (
	"encoding/binary"
	"math/bits"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// The quick ones read the field of a line that begins at a byte, with the semicolon
// after it, and say where the next begins; NotPlain where the field is not in a plain
// form, also when at is NotPlain: only the last answer for a line needs to be looked
// at. The line holds no quotation mark, and has its end (LF or CR LF) and Room bytes
// after it; no field looks for where the line ends, since the end is in no plain form.
//
// Eight bytes are looked at together as a word, the first byte lowest.

// Room is how many bytes a line has after its end.
const Room = 32

// NotPlain is where a quick one says that the next field begins, when it has none to
// give.
const NotPlain = -1

// QuickEmpty passes over a field that is empty; it gives the same place for another.
func QuickEmpty(line []byte, at int) (empty bool, next int) {
	if uint(at) < uint(len(line)) && line[at] == ';' {
		return true, at + 1
	}
	return false, at
}

const (
	ones   = 0x0101010101010101
	highs  = 0x80 * ones
	zeros  = '0' * ones
	window = 16
)

// notDigits has the highest bit of each byte of v, a word of digits without '0', that
// is no digit; above the first of them it may have others too.
func notDigits(v uint64) uint64 { return (v + 0x76*ones | v) & highs }

// pairs makes four numbers of two digits each of eight digits, 16 bits apart.
func pairs(v uint64) uint64 { return v * 0xa01 >> 8 & 0x00ff00ff00ff00ff }

// fours makes two numbers of four digits each of four pairs, 32 bits apart.
func fours(pairs uint64) uint64 { return pairs * 0x640001 >> 16 & 0x0000ffff0000ffff }

// Months remembers months that were read: the days of a file fall in few of them. The
// zero value remembers none.
type Months struct {
	entries [1 << monthBits]struct {
		text  uint64        // eight characters, YYYY-MM-
		first calendar.Date // the first day
		days  uint32        // in the month
	}
}

const monthBits = 8

// month is the month of the eight characters YYYY-MM-; days is 0 where it is none.
func (m *Months) month(text uint64) (first calendar.Date, days uint32) {
	e := &m.entries[text*0x9e3779b97f4a7c15>>(64-monthBits)]
	if e.text != text {
		var date [10]byte
		binary.LittleEndian.PutUint64(date[:], text)
		copy(date[8:], "01")
		e.text, e.days = text, 0
		if d, err := calendar.Parse(string(date[:])); err == nil {
			e.first, e.days = d, uint32(d.EndOfMonth().Day())
		}
	}
	return e.first, e.days
}

// QuickDate reads YYYY-MM-DD.
func (m *Months) QuickDate(line []byte, at int) (d calendar.Date, next int) {
	if at < 0 {
		return calendar.None, at
	}
	w := (*[window]byte)(line[at:])
	first, days := m.month(binary.LittleEndian.Uint64(w[:]))
	tens, units := uint32(w[8]-'0'), uint32(w[9]-'0')
	after := tens*10 + units - 1 // days after the first
	if after >= days || units > 9 || w[10] != ';' {
		return calendar.None, NotPlain
	}
	return first + calendar.Date(after), at + len("YYYY-MM-DD;")
}

// QuickMonth reads YYYY-MM and gives the first day.
func (m *Months) QuickMonth(line []byte, at int) (d calendar.Date, next int) {
	if at < 0 {
		return calendar.None, at
	}
	first, days := m.month(binary.LittleEndian.Uint64(line[at:]) ^ (';'^'-')<<56)
	if days == 0 {
		return calendar.None, NotPlain
	}
	return first, at + len("YYYY-MM;")
}

// QuickParty reads twelve digits that are a number.
func QuickParty(line []byte, at int) (number identity.Number, next int) {
	if at < 0 {
		return identity.None, at
	}
	w := (*[window]byte)(line[at:])
	v := binary.LittleEndian.Uint64(w[:]) ^ zeros
	last := binary.LittleEndian.Uint64(w[4:]) ^ zeros // the last four digits above four of v
	if notDigits(v)|notDigits(last) != 0 || w[12] != ';' {
		return identity.None, NotPlain
	}
	p := pairs(v) // century, year, month and day
	f := fours(p)
	end := pairs(last) >> 32
	end = end&0xff*100 + end>>16
	n := int64((f&0xffff*10_000+f>>32)*10_000 + end)
	month, day := p>>32&0xff, p>>48
	if checks(v, last) {
		switch century := p & 0xff; {
		case century-18 <= 2 && month-1 < 12 && day-1 < 30 && (day < 29 || month != 2) && end >= 10,
			century == 16 && p>>16&0xff > 9 && month > 19: // the rules of an organisation's number
			return identity.Number(n), at + len("YYYYMMDDNNNN;")
		}
	}
	number, err := identity.FromInt(n) // a co-ordination number, a last day of a month, or no number
	if err != nil {
		return identity.None, NotPlain
	}
	return number, at + len("YYYYMMDDNNNN;")
}

// checks reports whether the check digit is right: the sum of the last ten of twelve
// digits, every second of them doubled from the first on, with the digits of what is
// ten or more added, is a multiple of ten (the Luhn algorithm).
func checks(v, last uint64) bool {
	const even = 0x00ff00ff00ff00ff
	v &^= 0xffff
	last &^= 0xffffffff
	doubled := v&even | last&even<<8
	tens := (doubled + 0x7b*ones) >> 7 & ones // of 5 and more
	sum := (2*doubled - 9*tens + v&^even + last&^even) * ones >> 56
	return sum%10 == 0
}

// digits reads digits, at most eight, and tells how many they are.
func digits(w *[window]byte) (v uint64, n uint) {
	v = binary.LittleEndian.Uint64(w[:]) ^ zeros
	n = uint(bits.TrailingZeros64(notDigits(v))) >> 3
	v = fours(pairs(v << (64 - 8*n)))
	return v&0xffff*10_000 + v>>32, n
}

// hundredths reads digits, at most so many, and at most two more after a comma.
func hundredths(line []byte, at int, most uint) (v int64, next int) {
	if at < 0 {
		return 0, at
	}
	d, n := digits((*[window]byte)(line[at:]))
	v, at = int64(d)*100, at+int(n)
	after := (*[4]byte)(line[at:])
	end := after[0]
	if end == ',' {
		tens, units := uint(after[1]-'0'), uint(after[2]-'0')
		v += int64(tens * 10)
		at, end = at+2, after[2]
		if units <= 9 {
			v += int64(units)
			at, end = at+1, after[3]
		}
		if tens > 9 {
			return 0, NotPlain
		}
	}
	if end != ';' || n-1 >= most {
		return 0, NotPlain
	}
	return v, at + 1
}

// QuickAmount reads kronor of at most eight digits, and at most two decimals after a
// comma.
func QuickAmount(line []byte, at int) (a money.Amount, next int) {
	v, next := hundredths(line, at, 8)
	return money.Amount(v), next
}

// QuickHundredths reads at most seven digits, and at most two decimals after a comma,
// from least to most hundredths.
func QuickHundredths(line []byte, at int, least, most int32) (v int32, next int) {
	n, next := hundredths(line, at, 7)
	if n < int64(least) || n > int64(most) {
		return 0, NotPlain
	}
	return int32(n), next
}

// QuickWhole reads one to eight digits, from 0 to most.
func QuickWhole(line []byte, at int, most int32) (v int32, next int) {
	if at < 0 {
		return 0, at
	}
	w := (*[window]byte)(line[at:])
	d, n := digits(w)
	if n == 0 || d > uint64(most) || w[n&0xf] != ';' {
		return 0, NotPlain
	}
	return int32(d), at + int(n) + 1
}

// strange has the highest bit of each byte of v that is not printable ASCII; above the
// first byte over 127 it may have others too.
func strange(v uint64) uint64 { return (v | ^(v + 0x60*ones) | (v + ones)) & highs }

// semicolons has the highest bit of each byte of v that is one; after a byte over 127
// it may have others too.
func semicolons(v uint64) uint64 { return (highs - (v ^ ';'*ones)) & highs &^ v }

// QuickText reads a text of 1 to most characters, all printable ASCII, that Text has
// nothing against. It is a part of the line.
func QuickText(line []byte, at, most int) (text []byte, next int) {
	if at < 0 {
		return nil, at
	}
	for n := at; ; n += 8 {
		v := binary.LittleEndian.Uint64(line[n:])
		hits := semicolons(v)
		if strange(v)&(hits&-hits-1) != 0 { // those before the first semicolon
			return nil, NotPlain
		}
		if hits != 0 {
			n += bits.TrailingZeros64(hits) >> 3
			return plain(line[at:n], most, n+1)
		}
	}
}

// plain gives a text of printable ASCII that is not empty, and the place after it.
func plain(text []byte, most, next int) ([]byte, int) {
	n := len(text)
	if n == 0 || n > most || text[0] == ' ' || text[n-1] == ' ' || formula(text[0]) {
		return nil, NotPlain
	}
	return text, next
}

// QuickRest reads the last field, to the line's end: a text as QuickText reads, or
// nothing.
func QuickRest(line []byte, at, most int) (text []byte, next int) {
	if at < 0 {
		return nil, at
	}
	n, end := at, uint64(0)
	for ; ; n += 8 {
		v := binary.LittleEndian.Uint64(line[n:])
		end = strange(v)
		if semicolons(v)&(end&-end-1) != 0 { // a field more before the end
			return nil, NotPlain
		}
		if end != 0 {
			break
		}
	}
	n += bits.TrailingZeros64(end) >> 3
	switch {
	case line[n] != '\n' && (line[n] != '\r' || line[n+1] != '\n'):
		return nil, NotPlain
	case n == at:
		return nil, n
	}
	return plain(line[at:n], most, n)
}
