package agi

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"io"
	"math/bits"
	"unicode/utf8"
)

// windowSize is how much of the file is in memory at a time.
const windowSize = 256 << 10

// window is the part of the file that is being looked at: buf[pos:end] is ahead and
// known to be characters of XML in UTF-8.
type window struct {
	in    io.Reader
	buf   []byte
	pos   int
	end   int
	got   int    // bytes read into buf; those after end are the beginning of a character
	over  bool   // nothing comes after end
	wrong string // what stands at end instead of a character; only when over
	err   error  // why nothing more could be read, when that is not the end of the file
	size  int64  // bytes read in all
	sum   hash.Hash

	at      int // where the token in hand begins; below 0 when that has left buf
	line    int // of counted
	counted int
}

func newWindow(in io.Reader, size int) window {
	return window{in: in, buf: make([]byte, size), sum: sha256.New(), line: 1}
}

// fill drops what is before pos and reads until buf is full or nothing more comes.
func (w *window) fill() {
	w.lineAt(w.pos)
	copy(w.buf, w.buf[w.pos:w.got])
	w.end, w.got, w.at = w.end-w.pos, w.got-w.pos, w.at-w.pos
	w.pos, w.counted = 0, 0
	start, eof, empty := w.got, false, 0
	for w.got < len(w.buf) && !eof && w.err == nil {
		n, err := w.in.Read(w.buf[w.got:])
		w.got += n
		switch {
		case err == io.EOF:
			eof = true
		case err != nil:
			w.err = err
		case n > 0:
			empty = 0
		default:
			if empty++; empty == 100 {
				w.err = io.ErrNoProgress
			}
		}
	}
	w.size += int64(w.got - start)
	if w.sum != nil {
		w.sum.Write(w.buf[start:w.got])
	}
	w.over = eof || w.err != nil
	n, wrong := characters(w.buf[w.end:w.got], eof)
	w.end += n
	if wrong != "" {
		w.over, w.wrong, w.err = true, wrong, nil
	}
}

// lineAt is the line of a byte of buf. It is quick when asked about a byte near the one
// it was asked about last.
func (w *window) lineAt(i int) int {
	if i = max(i, 0); i >= w.counted {
		w.line += bytes.Count(w.buf[w.counted:i], newline)
	} else {
		w.line -= bytes.Count(w.buf[i:w.counted], newline)
	}
	w.counted = i
	return w.line
}

var newline = []byte{'\n'}

// characters is how many bytes of b are characters that XML allows (XML 1.0, production
// Char) in UTF-8, and what is wrong with the next. When b is not the last of the
// file a character may be cut off at its end; it is then not counted.
func characters(b []byte, last bool) (n int, wrong string) {
	const spaces, tops = 0x2020202020202020, 0x8080808080808080
	for n < len(b) {
		if n+8 <= len(b) {
			v := binary.LittleEndian.Uint64(b[n:])
			odd := ((v-spaces)&^v | v) & tops // the lowest bit set is of a byte below 0x20 or above 0x7f
			if odd == 0 {
				n += 8
				continue
			}
			n += bits.TrailingZeros64(odd) >> 3
		}
		c := b[n]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\n' && c != '\t' && c != '\r' {
				return n, "a control character, which XML does not allow"
			}
			n++
			continue
		}
		r, size := utf8.DecodeRune(b[n:])
		switch {
		case r == utf8.RuneError && size == 1 && !last && !utf8.FullRune(b[n:]):
			return n, ""
		case r == utf8.RuneError && size == 1:
			return n, "a byte that is not UTF-8; the file is to be in UTF-8"
		case r == 0xfffe || r == 0xffff:
			return n, "a character that XML does not allow"
		}
		n += size
	}
	return n, ""
}
