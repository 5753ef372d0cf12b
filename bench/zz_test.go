package main
import ("testing";"balans/prevent/control";"context";"os";"fmt")
func zz(name string, f func()) { s,_:=median(15,func() error {f();return nil}); fmt.Println("Bench",name,s.cpu,s.wall) }
func TestZZUnsorted(b *testing.T){
 c,r,err:=makeDays(5_000_000); if err!=nil{b.Fatal(err)}
 codes:=make([]uint8,5_000_000)
 zz("absences",func(){ r.absences()})
 zz("claims",func(){ c.sorted()})
 a:=r.absences(); d,_:=c.sorted()
 zz("match",func(){ d.match(a,codes)})
}
func TestZZControl(b *testing.T){
 s,err:=makeStanding(60_000_000/4,250_000); if err!=nil{b.Fatal(err)}
 x:=&bench{ctx:context.Background()}
 x.dir,_=os.MkdirTemp("","zz"); defer os.RemoveAll(x.dir)
 src,err:=x.sources(s); if err!=nil{b.Fatal(err)}
 asked,_:=askedOf("day")
 zz("control", func(){ if _,err:=control.Check(src,asked,s.entries,nil,false);err!=nil{b.Fatal(err)}})
}
func TestYYOnline(b *testing.T){
 s,err:=makeStanding(60_000_000/4,250_000); if err!=nil{b.Fatal(err)}
 x:=&bench{ctx:context.Background(), commandsTime: 3e9}
 x.dir,_=os.MkdirTemp("","zz"); defer os.RemoveAll(x.dir)
 src,err:=x.sources(s); if err!=nil{b.Fatal(err)}
 asked,_:=askedOf("day")
 if err:=x.storedControls(s,src,asked); err!=nil {b.Fatal(err)}
}
