package rows

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
)

// Scanner reads the rows that a Reader reads, and finds the same faults, for files
// of many rows: fields are bytes of a large block, and a row of ASCII without
// quotation marks costs no allocation. The file has a format with a header.
//
//	for s.Scan() {
//		… s.Field(0) … s.Refuse(0, 0, "…")
//	}
//	err := s.Err()
type Scanner struct {
	r          *Reader
	block      []byte // chunkSize bytes more than are filled
	start, end int    // of what is read and not yet given
	lastEnd    int    // where the last line end is; -1 without one
	quote      int    // where the first quotation mark is, looked for from some line on; end without one
	failed     error  // of reading; io.EOF at the file's end

	from, to int     // the line in the block, without its end
	text     []byte  // the row's fields, each with a byte after it
	ends     []int32 // where each field ends in text; the first is that before the first
	own      []byte  // text of a row that does not stand in the block as it is
	told     bool    // r has the line
	refused  bool
}

const (
	blockSize = 128 << 10 // of a file in memory at a time: it stays in the second cache
	chunkSize = 64
	manyEmpty = 100 // reads that give nothing before reading is given up
)

// NewScanner reads the header line, as NewReader does.
func NewScanner(file string, in io.Reader, format Format) (*Scanner, error) {
	r, err := NewReader(file, in, format)
	if err != nil {
		return nil, err
	}
	ends := make([]int32, len(r.names)+1+4)
	ends[0] = -1
	return &Scanner{r: r, lastEnd: -1, block: make([]byte, max(blockSize, 4*format.MaxLine)+chunkSize), ends: ends}, nil
}

// Scan goes to the next row. It is false when the file is over, or reading is.
func (s *Scanner) Scan() bool {
	for s.Next() {
		if s.Divide() {
			return true
		}
	}
	return false
}

// Next goes to the next line that is neither empty nor too long, for who calls Divide
// itself. It is false when the file is over, or reading is.
func (s *Scanner) Next() bool {
	s.refused, s.told = false, false
	for !s.r.over {
		rest := s.block[s.start:s.end]
		n := bytes.IndexByte(rest, '\n')
		if n < 0 || n >= s.r.format.MaxLine {
			s.readOn()
			continue
		}
		s.from = s.start
		s.start += n + 1
		s.r.line++
		if n > 0 && rest[n-1] == '\r' {
			n--
		}
		if s.to = s.from + n; n > 0 {
			return true
		}
	}
	return false
}

// Peek is what follows in memory from the next line on, at least 64 bytes more than
// that line and its end, for who knows its fields by their form. It is nil where the
// next line is not all in memory.
func (s *Scanner) Peek() []byte {
	if s.start > s.lastEnd && !s.r.over {
		s.readOn()
	}
	if s.start > s.lastEnd {
		return nil
	}
	return s.block[s.start:]
}

// Take goes to the next line as Next does, for who has read all its fields from what
// Peek gave and knows that it is so many bytes without its end, more than none. It is
// false, and Next is to be called, where the line has a quotation mark, is too long, or
// is not to be read any more.
func (s *Scanner) Take(size int) bool {
	from, to := s.start, s.start+size
	if s.quote < from {
		s.findQuote(from)
	}
	if s.quote < to || size+2 > s.r.format.MaxLine || s.r.over {
		return false
	}
	s.from, s.to, s.start = from, to, to+1
	if s.block[to] == '\r' {
		s.start++
	}
	s.r.line++
	s.refused, s.told = false, false
	return true
}

// Divide finds the fields of the line. It is false where it is no row; the fault is
// told.
func (s *Scanner) Divide() bool {
	return s.divide() || s.judge()
}

// Line is the row's line, from 1, the header included.
func (s *Scanner) Line() int { return s.r.line }

// Field is a field of the row, counted from 0. It is right until the next Scan, and
// not to be written to: what follows in its capacity is the file.
func (s *Scanner) Field(i int) []byte { return s.text[s.ends[i]+1 : s.ends[i+1]] }

// Strings appends the row's fields to a slice.
func (s *Scanner) Strings(fields []string) []string {
	for i := range s.r.names {
		fields = append(fields, string(s.Field(i)))
	}
	return fields
}

// Refuse adds a fault of the row given last, as a Reader's.
func (s *Scanner) Refuse(field, at int, expected string) {
	s.whole()
	s.refused = true
	s.r.Refuse(field, at, expected)
}

// Stop refuses the row given last as a whole, and the rest of the file with it.
func (s *Scanner) Stop(expected string) {
	s.whole()
	s.refused = true
	s.r.Stop(expected)
}

// Refused reports whether the row given last was refused.
func (s *Scanner) Refused() bool { return s.refused }

// Err is nil when all that was read were good rows; otherwise a *BadLines, or an
// error of reading.
func (s *Scanner) Err() error { return s.r.Err() }

// whole gives the line to the Reader, which makes the faults.
func (s *Scanner) whole() {
	if !s.told {
		s.told = true
		s.r.raw = string(s.block[s.from:s.to])
		s.r.split()
	}
}

// judge has the Reader divide the line; it is false for one that is no row.
func (s *Scanner) judge() bool {
	s.told = true
	s.r.raw = string(s.block[s.from:s.to])
	if !s.r.judge() {
		return false
	}
	b := s.own[:0]
	for i, f := range s.r.fields {
		b = append(b, f...)
		s.ends[i+1] = int32(len(b))
		b = append(b, ';')
	}
	s.own, s.text = b, b
	return true
}

// readOn goes on where the block holds no whole line: with a line that is too long or
// is cut by the block's end, the last line, or the end.
func (s *Scanner) readOn() {
	most := s.r.format.MaxLine
	for s.failed == nil && s.end-s.start < most && bytes.IndexByte(s.block[s.start:s.end], '\n') < 0 {
		s.fill()
	}
	rest := s.block[s.start:s.end]
	switch n := bytes.IndexByte(rest, '\n'); {
	case n >= 0 && n < most: // a whole line
	case n >= 0 || len(rest) >= most:
		s.tooLong()
	case s.failed != io.EOF:
		s.giveUp()
	case len(rest) == 0:
		s.r.over = true
	default: // the last line has no end: it gets one
		s.block[s.end] = '\n'
		s.lastEnd = s.end
		s.end++
	}
}

// tooLong passes over a line that is longer than a line may be.
func (s *Scanner) tooLong() {
	s.r.line++
	s.r.shorten(s.block[s.start:s.end])
	n := bytes.IndexByte(s.block[s.start:s.end], '\n')
	for ; n < 0 && s.failed == nil; n = bytes.IndexByte(s.block[s.start:s.end], '\n') {
		s.start = s.end
		s.fill()
	}
	switch {
	case n >= 0:
		s.start += n + 1
	case s.failed != io.EOF:
		s.giveUp()
		return
	default:
		s.start = s.end
	}
	s.r.noteTooLong()
}

// giveUp ends with the error of reading.
func (s *Scanner) giveUp() {
	s.r.over, s.r.err = true, fmt.Errorf("read %s: %w", s.r.file, s.failed)
}

// fill reads more of the file, after what is left of the block.
func (s *Scanner) fill() {
	s.end = copy(s.block, s.block[s.start:s.end])
	s.start = 0
	for range manyEmpty {
		n, err := s.r.in.Read(s.block[s.end : len(s.block)-chunkSize])
		s.end += n
		if s.failed = err; n > 0 || err != nil {
			s.lastEnd = bytes.LastIndexByte(s.block[:s.end], '\n')
			s.findQuote(0)
			return
		}
	}
	s.failed = io.ErrNoProgress
}

// divide finds the semicolons of the line, 64 bytes at a time. It is false for a line
// that is not ASCII without quotation marks, or has another number of fields.
func (s *Scanner) divide() bool {
	from, to := s.from, s.to
	if s.quote < from {
		s.findQuote(from)
	}
	if s.quote < to {
		return false
	}
	fields, found, high := len(s.r.names), 0, uint64(0)
	for at := from; at < to; at += chunkSize {
		chunk := (*[chunkSize]byte)(s.block[at:])
		m0, x0 := semicolons(chunk[0:8])
		m1, x1 := semicolons(chunk[8:16])
		m2, x2 := semicolons(chunk[16:24])
		m3, x3 := semicolons(chunk[24:32])
		m4, x4 := semicolons(chunk[32:40])
		m5, x5 := semicolons(chunk[40:48])
		m6, x6 := semicolons(chunk[48:56])
		m7, x7 := semicolons(chunk[56:64])
		high |= x0 | x1 | x2 | x3 | x4 | x5 | x6 | x7
		hits := m0 | m1<<8 | m2<<16 | m3<<24 | m4<<32 | m5<<40 | m6<<48 | m7<<56
		if left := to - at; left < chunkSize {
			hits &= 1<<left - 1
		}
		n := bits.OnesCount64(hits)
		if found+n >= fields {
			return false
		}
		for i := 0; i < n; i += 4 {
			ends := (*[4]int32)(s.ends[1+found+i:])
			ends[0] = int32(at - from + bits.TrailingZeros64(hits))
			hits &= hits - 1
			ends[1] = int32(at - from + bits.TrailingZeros64(hits))
			hits &= hits - 1
			ends[2] = int32(at - from + bits.TrailingZeros64(hits))
			hits &= hits - 1
			ends[3] = int32(at - from + bits.TrailingZeros64(hits))
			hits &= hits - 1
		}
		found += n
	}
	if found != fields-1 || high&highs != 0 {
		return false
	}
	s.text = s.block[from:to]
	s.ends[fields] = int32(to - from)
	return true
}

const (
	ones  = 0x0101010101010101
	highs = 0x80 * ones
)

// semicolons has a bit for each of eight bytes that is a semicolon, the first byte's
// lowest, and the bytes as a word. It is right where they are ASCII.
func semicolons(b []byte) (mask, word uint64) {
	word = binary.LittleEndian.Uint64(b)
	other := word ^ ';'*ones // a byte of 0 where the semicolons are
	return (highs - other) & highs * 0x0002040810204081 >> 56, word
}

// findQuote finds the first quotation mark from a place of the block on.
func (s *Scanner) findQuote(from int) {
	if s.quote = s.end; from < s.end {
		if n := bytes.IndexByte(s.block[from:s.end], '"'); n >= 0 {
			s.quote = from + n
		}
	}
}
