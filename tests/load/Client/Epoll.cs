using System.Buffers.Binary;
using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace CommentService.Load.Client;

/// <summary>
/// Waits for whichever of many sockets has bytes, with Linux's epoll (epoll(7)). The async sockets of .NET hand each
/// completion to another thread; on a machine that the server needs too, one thread that does it all costs about half.
/// </summary>
internal sealed partial class Epoll : IDisposable
{
    private const int Add = 1;
    private const uint Readable = 1;
    private const int Interrupted = 4;

    // struct epoll_event is packed on x86-64 and only there.
    private static readonly int Stride = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataAt = Stride - sizeof(ulong);

    private readonly int descriptor = epoll_create1(0);
    private readonly byte[] events;

    public Epoll(int sockets)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new LoadException("The generator uses epoll and so runs on Linux only.");
        }

        events = new byte[sockets * Stride];
    }

    public void Watch(Socket socket, int tag)
    {
        Span<byte> entry = stackalloc byte[Stride];
        entry.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(entry, Readable);
        BinaryPrimitives.WriteInt32LittleEndian(entry[DataAt..], tag);
        Check(epoll_ctl(descriptor, Add, (int)socket.Handle, ref MemoryMarshal.GetReference(entry)));
    }

    /// <summary>How many sockets are ready; <see cref="Tag"/> tells which. None after <paramref name="nanoseconds"/>.</summary>
    public int Wait(long nanoseconds)
    {
        // Milliseconds, epoll_wait's unit, are too coarse to keep a schedule of thousands of arrivals a second.
        var limit = new TimeSpec(nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000);
        var ready = epoll_pwait2(descriptor, ref events[0], events.Length / Stride, in limit, 0);
        return ready < 0 && Marshal.GetLastPInvokeError() == Interrupted ? 0 : Check(ready);
    }

    public int Tag(int ready) => BinaryPrimitives.ReadInt32LittleEndian(events.AsSpan((ready * Stride) + DataAt));

    public void Dispose() => _ = close(descriptor);

    private static int Check(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    private readonly record struct TimeSpec(long Seconds, long Nanoseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(int epoll, int operation, int socket, ref byte entry);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_pwait2(int epoll, ref byte entries, int count, in TimeSpec limit, nint signals);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
