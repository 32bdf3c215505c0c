using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace CommentService.Hosting;

/// <summary>The first admin API key: the one that is set, else one that is made at first start and kept in a file.</summary>
internal sealed class AdminKey(IOptions<HostingOptions> options, DataDirectory directory)
{
    private const int Bytes = 32;

    /// <summary>The file that holds the key; null where the key is set.</summary>
    public string? File => options.Value.AdminKey is null ? directory.PathOf("admin.key") : null;

    /// <summary>Before anything is opened: a key in a file of one process would be none of the others'.</summary>
    public void RefuseIfMissing(bool isShared)
    {
        if (isShared && File is not null)
        {
            throw new StartRefusedException($"{HostingOptions.Section}:{nameof(HostingOptions.AdminKey)} must be given with ConnectionStrings:{ConnectionStringsCheck.Postgres}");
        }
    }

    public string ReadOrMake()
    {
        if (File is not { } file)
        {
            return options.Value.AdminKey!;
        }

        if (!System.IO.File.Exists(file))
        {
            Write(file, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes)));
        }

        var key = System.IO.File.ReadAllText(file).Trim();
        return key.Length >= 16 ? key : throw new StartRefusedException($"{file} holds no key of at least 16 characters: delete it, and a new one is made");
    }

    /// <summary>Whole or not at all, whenever the process ends: a file under another name, flushed, then renamed.</summary>
    private static void Write(string file, string key)
    {
        var unfinished = file + ".new";
        System.IO.File.Delete(unfinished);
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(unfinished, how))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(key + "\n"));
            stream.Flush(flushToDisk: true);
        }

        System.IO.File.Move(unfinished, file);
    }
}
