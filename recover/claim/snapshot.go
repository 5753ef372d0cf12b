package claim

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unsafe"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/benefit"
)

// A snapshot is the columns in a file beside the journal, so that a report
// need not read the whole journal. It is believed only when its checksum holds
// and the journal's hash at its last event is the one it was made with;
// otherwise it is built again.
//
//	magic, version, length of the rest, CRC-32C of the rest     24 bytes
//	journal id (32), seq, hash (32), last recorded              80 bytes
//	benefit codes by number, interrupted mass writes and loose payments, one a line
//	each array: count (8 bytes), values, little-endian, padded to 8 bytes
const (
	snapshotMagic   = "BALANSCL"
	snapshotVersion = 4
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// errSnapshot: the file cannot be used and is to be built again.
var errSnapshot = errors.New("snapshot not usable")

// OpenColumns returns columns level with the journal: from the snapshot file
// where it is good, brought up to date where the journal has grown, and built
// from the journal otherwise. It leaves a current snapshot behind; path "" means
// none is kept. The note says what was done when the snapshot was not simply used.
func OpenColumns(ctx context.Context, j *journal.Journal, path string, progress func(seq int64)) (c *Columns, note string, err error) {
	if path != "" {
		old, err := readSnapshot(path)
		switch {
		case err == nil:
			law, err := ReadLaw(ctx, j)
			if err != nil {
				return nil, "", err
			}
			if law.digest() != old.lawDigest {
				note = "the law the columns were made by has changed, and they were built again"
				break
			}
			old.law = law
			fresh, ok, err := Refresh(ctx, j, old)
			if err != nil {
				return nil, "", err
			}
			if ok && fresh == old {
				return old, "", nil
			}
			if ok {
				return fresh, "the snapshot was brought up to date", writeSnapshot(path, fresh)
			}
			note = "the snapshot did not belong to the journal as it stands and was built again"
		case errors.Is(err, os.ErrNotExist):
			note = "the snapshot was built"
		case errors.Is(err, errSnapshot):
			note = "the snapshot was damaged and was built again (" + err.Error() + ")"
		default:
			return nil, "", err
		}
	}
	if c, err = ReadColumns(ctx, j, progress); err != nil {
		return nil, "", err
	}
	if path != "" {
		err = writeSnapshot(path, c)
	}
	return c, note, err
}

// ReadSnapshot reads columns that were stored, whether or not the journal they
// were made from has grown since, to be used with the law. They are for measuring.
func ReadSnapshot(path string, law *LawBook) (*Columns, error) {
	c, err := readSnapshot(path)
	if err == nil {
		c.law = law
	}
	return c, err
}

// WriteSnapshot stores the columns, whole or not at all.
func WriteSnapshot(path string, c *Columns) error { return writeSnapshot(path, c) }

func writeSnapshot(path string, c *Columns) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("write the snapshot: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("write the snapshot: %w", err)
	}
	defer func() {
		f.Close()
		if err != nil {
			os.Remove(f.Name())
			err = fmt.Errorf("write the snapshot: %w", err)
		}
	}()
	w := &snapshotWriter{out: bufio.NewWriterSize(f, 1<<20)}
	header := make([]byte, 24)
	copy(header, snapshotMagic)
	if _, err := f.Write(header); err != nil {
		return err
	}
	w.columns(c)
	if err := errors.Join(w.err, w.out.Flush()); err != nil {
		return err
	}
	binary.LittleEndian.PutUint32(header[8:], snapshotVersion)
	binary.LittleEndian.PutUint64(header[12:], uint64(w.size))
	binary.LittleEndian.PutUint32(header[20:], w.sum)
	if _, err := f.WriteAt(header, 0); err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

type snapshotWriter struct {
	out  *bufio.Writer
	sum  uint32
	size int
	err  error
}

func (w *snapshotWriter) bytes(b []byte) {
	if w.err == nil {
		_, w.err = w.out.Write(b)
	}
	w.sum = crc32.Update(w.sum, castagnoli, b)
	w.size += len(b)
}

func (w *snapshotWriter) columns(c *Columns) {
	c = c.compacted() // where events begin is where those of the claim before end
	var head [80]byte
	copy(head[:32], c.Head.JournalID)
	binary.LittleEndian.PutUint64(head[32:], uint64(c.Head.Seq))
	copy(head[40:72], c.Head.Hash[:])
	binary.LittleEndian.PutUint64(head[72:], uint64(c.lastRecorded))
	w.bytes(head[:])
	putArray(w, benefitNames())
	putArray(w, []byte(strings.Join(c.interrupted, "\n")))
	putArray(w, []byte(c.looseText()))
	putArray(w, c.party)
	putArray(w, c.principal)
	putArray(w, c.decided)
	putArray(w, c.benefit)
	putArray(w, c.traits)
	putArray(w, c.ids)
	putArray(w, c.idEnd)
	putArray(w, c.eventEnd)
	putArray(w, c.kind)
	putArray(w, c.day)
	putArray(w, c.recorded)
	putArray(w, c.moneyEnd)
	putArray(w, c.amount)
	putArray(w, c.total)
	putArray(w, c.mode)
	putArray(w, c.detailAt)
	putArray(w, c.detail)
	putArray(w, c.chargeOf)
	putArray(w, c.charge)
	putArray(w, c.basis)
	putArray(w, []int64{c.book().digest()})
	putArray(w, c.lastIn)
	putArray(w, c.byID)
}

// benefitNames ties the numbers in the benefit column to codes: a program with
// another catalogue must not read them as its own.
func benefitNames() []byte {
	var b bytes.Buffer
	for _, code := range benefit.All() {
		b.WriteString(code.String())
		b.WriteByte('\n')
	}
	return b.Bytes()
}

type fixed interface {
	~uint8 | ~uint16 | ~uint32 | ~int64 | sparse
}

// The arrays are stored as they lie in memory, which is little-endian on every
// machine Balans is built for; nativeOrder guards that.
func putArray[T fixed](w *snapshotWriter, a []T) {
	var count [8]byte
	binary.LittleEndian.PutUint64(count[:], uint64(len(a)))
	w.bytes(count[:])
	if len(a) > 0 {
		w.bytes(unsafe.Slice((*byte)(unsafe.Pointer(&a[0])), len(a)*int(unsafe.Sizeof(a[0]))))
	}
	if rest := w.size % 8; rest != 0 {
		w.bytes(make([]byte, 8-rest))
	}
}

func nativeOrder() bool {
	x := uint16(1)
	return *(*byte)(unsafe.Pointer(&x)) == 1
}

func readSnapshot(path string) (*Columns, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	header := make([]byte, 24)
	if _, err := io.ReadFull(f, header); err != nil || string(header[:8]) != snapshotMagic {
		return nil, fmt.Errorf("%w: %s is not a snapshot", errSnapshot, path)
	}
	if v := binary.LittleEndian.Uint32(header[8:]); v != snapshotVersion || !nativeOrder() {
		return nil, fmt.Errorf("%w: version %d", errSnapshot, v)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	size := binary.LittleEndian.Uint64(header[12:])
	if info.Size() != int64(size)+24 {
		return nil, fmt.Errorf("%w: %d bytes instead of %d", errSnapshot, info.Size(), size+24)
	}
	// A slice of words makes every array start on a multiple of its own size.
	words := make([]uint64, (size+7)/8)
	body := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(words))), size)
	if _, err := io.ReadFull(f, body); err != nil {
		return nil, err
	}
	if crc32.Checksum(body, castagnoli) != binary.LittleEndian.Uint32(header[20:]) {
		return nil, fmt.Errorf("%w: its checksum does not hold", errSnapshot)
	}
	return parseSnapshot(body)
}

func parseSnapshot(body []byte) (*Columns, error) {
	if len(body) < 80 {
		return nil, fmt.Errorf("%w: too short", errSnapshot)
	}
	c := &Columns{}
	c.Head.JournalID = string(bytes.TrimRight(body[:32], "\x00"))
	c.Head.Seq = int64(binary.LittleEndian.Uint64(body[32:]))
	copy(c.Head.Hash[:], body[40:72])
	c.lastRecorded = calendar.Instant(binary.LittleEndian.Uint64(body[72:]))
	r := &snapshotReader{body: body, at: 80}
	if names := getArray[byte](r); !bytes.Equal(names, benefitNames()) {
		return nil, fmt.Errorf("%w: made with another benefit catalogue", errSnapshot)
	}
	if names := getArray[byte](r); len(names) > 0 {
		c.interrupted = strings.Split(string(names), "\n")
	}
	loose, ok := parseLoose(string(getArray[byte](r)))
	if c.loose = loose; !ok {
		return nil, fmt.Errorf("%w: its payments cannot be read", errSnapshot)
	}
	c.party = getArray[identity.Number](r)
	c.principal = getArray[int64](r)
	c.decided = getArray[uint16](r)
	c.benefit = getArray[benefit.Code](r)
	c.traits = getArray[Traits](r)
	c.ids = getArray[byte](r)
	c.idEnd = getArray[uint32](r)
	c.eventEnd = getArray[uint32](r)
	c.kind = getArray[Kind](r)
	c.day = getArray[uint16](r)
	c.recorded = getArray[calendar.Instant](r)
	c.moneyEnd = getArray[uint32](r)
	c.amount = getArray[int64](r)
	c.total = getArray[int64](r)
	c.mode = getArray[uint8](r)
	c.detailAt = getArray[uint32](r)
	c.detail = getArray[sparse](r)
	c.chargeOf = getArray[uint32](r)
	c.charge = getArray[int64](r)
	c.basis = getArray[Type](r)
	law := getArray[int64](r)
	c.lastIn = getArray[uint16](r)
	c.byID = getArray[uint32](r)
	if len(law) == 1 {
		c.lawDigest = law[0]
	}
	if r.bad || r.at != len(body) || !c.fits() {
		return nil, fmt.Errorf("%w: its arrays do not fit together", errSnapshot)
	}
	c.eventAt, c.moneyAt = begins(c.eventEnd), begins(c.moneyEnd)
	return c, nil
}

// begins is where what ends so begins.
func begins(end []uint32) []uint32 {
	at := make([]uint32, len(end))
	for i := range at {
		at[i] = start(end, i)
	}
	return at
}

// fits checks that no index can leave its array.
func (c *Columns) fits() bool {
	n := c.Len()
	for _, l := range []int{len(c.party), len(c.decided), len(c.benefit), len(c.traits), len(c.idEnd), len(c.eventEnd), len(c.moneyEnd), len(c.lastIn), len(c.byID), len(c.basis)} {
		if l != n {
			return false
		}
	}
	if len(c.day) != len(c.kind) || len(c.recorded) != len(c.kind) || len(c.total) != len(c.amount) || len(c.mode) != len(c.amount) ||
		len(c.detailAt) != len(c.detail) || len(c.chargeOf) != len(c.charge) {
		return false
	}
	return n == 0 || int(c.idEnd[n-1]) == len(c.ids) && int(c.eventEnd[n-1]) == len(c.kind) && int(c.moneyEnd[n-1]) == len(c.amount)
}

type snapshotReader struct {
	body []byte
	at   int
	bad  bool
}

func getArray[T fixed](r *snapshotReader) []T {
	if r.bad || len(r.body)-r.at < 8 {
		r.bad = true
		return nil
	}
	n := binary.LittleEndian.Uint64(r.body[r.at:])
	r.at += 8
	var zero T
	width := uint64(unsafe.Sizeof(zero))
	if n > uint64(len(r.body)-r.at)/width {
		r.bad = true
		return nil
	}
	bytes := int(n * width)
	var a []T
	if n > 0 {
		a = unsafe.Slice((*T)(unsafe.Pointer(&r.body[r.at])), n)
	}
	r.at += bytes
	if rest := r.at % 8; rest != 0 {
		r.at += 8 - rest
	}
	if r.at > len(r.body) {
		r.bad = true
	}
	return a
}
