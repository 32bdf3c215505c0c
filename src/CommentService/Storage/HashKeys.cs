using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using CommentService.Moderation;

namespace CommentService.Storage;

/// <summary>Keyed hashes (HMAC-SHA256, cut to 64 bits) of what must be recognised but not kept: the key is one for all processes.</summary>
internal sealed class HashKeys : IDisposable
{
    /// <summary>Length of the key, in bytes.</summary>
    public const int KeyLength = 32;

    /// <summary>One for each thread, with the key set up: doing that anew costs more than hashing a name.</summary>
    private ThreadLocal<IncrementalHash>? keyed;

    /// <summary>Set once at start, from the database.</summary>
    public void Use(byte[] secret) => keyed = new(() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret));

    /// <summary>Hashes parts so that no two different lists of parts look alike; <paramref name="purpose"/> keeps kinds apart.</summary>
    public long Hash(string purpose, params ReadOnlySpan<string?> parts)
    {
        var length = Encoding.UTF8.GetMaxByteCount(purpose.Length) + 4;
        foreach (var part in parts)
        {
            length += 4 + Encoding.UTF8.GetMaxByteCount(part?.Length ?? 0);
        }

        var rented = System.Buffers.ArrayPool<byte>.Shared.Rent(length);
        var used = Append(rented, 0, purpose);
        foreach (var part in parts)
        {
            used = Append(rented, used, part);
        }

        Span<byte> hash = stackalloc byte[32];
        HashInto(hash, rented.AsSpan(0, used));
        System.Buffers.ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }

    /// <summary>The client as the service knows it: IPv4 whole, IPv6 by its /64 network.</summary>
    public long Address(IPAddress address) => Hash("address", Network(address));

    /// <summary>The author: by email, else by name and address, else by the name alone.</summary>
    public (long Key, AuthorIdentity Identity) Author(string name, string? email, IPAddress? address) =>
        email is not null ? (Email(email), AuthorIdentity.Email)
        : address is not null ? (Hash("author", name, Network(address)), AuthorIdentity.NameAndAddress)
        : (Name(name), AuthorIdentity.Name);

    /// <summary>An email address; case does not count.</summary>
    public long Email(string email) => Hash("email", email.ToLowerInvariant());

    /// <summary>A name alone; case does not count.</summary>
    public long Name(string name) => Hash("name", name.ToLowerInvariant());

    /// <summary>A 32-bit check over an id's first bytes.</summary>
    public uint Check(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[32];
        HashInto(hash, bytes);
        return BinaryPrimitives.ReadUInt32BigEndian(hash);
    }

    /// <summary>The address, or for IPv6 its /64: what one household or machine has.</summary>
    public static string Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.ToString();
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes).ToString();
    }

    public void Dispose() => keyed?.Dispose();

    private void HashInto(Span<byte> hash, ReadOnlySpan<byte> bytes)
    {
        var hmac = keyed?.Value ?? throw new InvalidOperationException("The hash key is read from the database before anything is hashed.");
        hmac.AppendData(bytes);
        hmac.GetHashAndReset(hash);
    }

    private static int Append(byte[] buffer, int at, string? part)
    {
        // The length goes first, so that ("ab", "c") and ("a", "bc") differ; -1 tells null from empty.
        var written = part is null ? 0 : Encoding.UTF8.GetBytes(part, buffer.AsSpan(at + 4));
        BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(at), part is null ? -1 : written);
        return at + 4 + written;
    }
}
