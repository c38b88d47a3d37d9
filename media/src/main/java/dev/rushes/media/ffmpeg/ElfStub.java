package dev.rushes.media.ffmpeg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes an empty shared library: a name, the symbol versions that others ask it for, and not a single symbol.
 *
 * <p>The bundled ffmpeg names libraries for sound cards and screens that a server does not have and that Rushes never uses. The dynamic
 * linker only wants them to exist: their functions are looked up when they are first called. Layout (ELF-64, little endian, gABI and the
 * LSB's symbol versioning), all in one writable segment because the linker relocates the dynamic section in place:
 *
 * <pre>
 *   header │ 3 program headers (LOAD, DYNAMIC, GNU_STACK) │ hash │ symbols │ versym │ verdef… │ strings │ dynamic
 * </pre>
 */
final class ElfStub {
    private static final int HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final int HASH_AT = HEADER + 3 * PROGRAM_HEADER;
    private static final int SYMBOLS_AT = HASH_AT + 16;
    private static final int VERSYM_AT = SYMBOLS_AT + 24;
    private static final int VERDEF_AT = VERSYM_AT + 8;
    private static final int VERDEF = 28;
    private static final int READ_WRITE = 6;

    private final List<String> names;
    private final ByteBuffer strings;
    private final int stringsAt;
    private final int dynamicAt;
    private final ByteBuffer out;

    private ElfStub(String soname, List<String> versions) {
        this.names = new ArrayList<>(versions);
        names.addFirst(soname);
        int stringsSize = 1 + names.stream().mapToInt(name -> name.length() + 1).sum();
        this.strings = ByteBuffer.allocate(stringsSize);
        this.stringsAt = VERDEF_AT + VERDEF * names.size();
        this.dynamicAt = aligned(stringsAt + stringsSize);
        this.out = ByteBuffer.allocate(dynamicAt + 10 * 16).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * @param machine ELF machine number: 62 for x86-64, 183 for AArch64
     * @param soname name of the library, such as "libpulse.so.0"
     * @param versions symbol versions that it claims to define
     */
    static byte[] write(int machine, String soname, List<String> versions) {
        ElfStub stub = new ElfStub(soname, versions);
        stub.header(machine);
        stub.programHeaders();
        stub.emptyTables();
        stub.versions();
        stub.dynamic();
        return stub.out.array();
    }

    private void header(int machine) {
        out.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
        out.putShort((short) 3).putShort((short) machine).putInt(1);
        out.putLong(0).putLong(HEADER).putLong(0);
        out.putInt(0).putShort((short) HEADER);
        out.putShort((short) PROGRAM_HEADER).putShort((short) 3);
        out.putShort((short) 64).putShort((short) 0).putShort((short) 0);
    }

    private void programHeaders() {
        programHeader(1, 0, out.capacity(), 0x1000);
        programHeader(2, dynamicAt, out.capacity() - dynamicAt, 8);
        // Without this one the linker would make the stack executable.
        programHeader(0x6474e551, 0, 0, 16);
    }

    private void programHeader(int type, long offset, long size, long align) {
        out.putInt(type).putInt(READ_WRITE);
        out.putLong(offset).putLong(offset).putLong(offset);
        out.putLong(size).putLong(size).putLong(align);
    }

    /** A hash table with one empty bucket, the null symbol and its version. */
    private void emptyTables() {
        out.position(HASH_AT);
        out.putInt(1).putInt(1).putInt(0).putInt(0);
    }

    /** The first definition stands for the library itself, the others for the versions it has. */
    private void versions() {
        strings.put((byte) 0);
        out.position(VERDEF_AT);
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            int nameAt = strings.position();
            strings.put(name.getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
            boolean last = i == names.size() - 1;
            out.putShort((short) 1).putShort((short) (i == 0 ? 1 : 0));
            out.putShort((short) (i + 1)).putShort((short) 1);
            out.putInt(hash(name)).putInt(20).putInt(last ? 0 : VERDEF);
            out.putInt(nameAt).putInt(0);
        }
        out.position(stringsAt).put(strings.array());
    }

    private void dynamic() {
        out.position(dynamicAt);
        tag(14, 1); // DT_SONAME: the first string
        tag(4, HASH_AT);
        tag(5, stringsAt);
        tag(10, strings.capacity());
        tag(6, SYMBOLS_AT);
        tag(11, 24); // DT_SYMENT
        tag(0x6ffffff0L, VERSYM_AT);
        tag(0x6ffffffcL, VERDEF_AT);
        tag(0x6ffffffdL, names.size());
        tag(0, 0);
    }

    private void tag(long tag, long value) {
        out.putLong(tag).putLong(value);
    }

    /** The hash of the System V ABI. */
    private static int hash(String name) {
        int hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash << 4) + name.charAt(i);
            int high = hash & 0xf0000000;
            hash = (hash ^ (high >>> 24)) & ~high;
        }
        return hash;
    }

    private static int aligned(int offset) {
        return (offset + 7) & ~7;
    }
}
