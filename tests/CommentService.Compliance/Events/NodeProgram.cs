using System.Diagnostics;

namespace CommentService.Compliance.Events;

/// <summary>A program in Node.js with one package of npm, which is installed beside it.</summary>
internal sealed class NodeProgram : IDisposable
{
    private readonly Process process;

    private NodeProgram(Process process) => this.process = process;

    public static async Task<NodeProgram> StartAsync(TemporaryDirectory directory, string package, string program, params string[] arguments)
    {
        var folder = Directory.CreateDirectory(directory.PathOf("node")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "program.js"), program);
        using var install = Start("npm", ["install", "--no-audit", "--no-fund", "--silent", "--prefix", folder, package], folder);
        var said = await install.StandardOutput.ReadToEndAsync() + await install.StandardError.ReadToEndAsync();
        await install.WaitForExitAsync();
        Assert.True(install.ExitCode == 0, said);
        return new NodeProgram(Start("node", ["program.js", .. arguments], folder));
    }

    /// <summary>The next line that it writes.</summary>
    public async Task<string> ReadLineAsync() =>
        await process.StandardOutput.ReadLineAsync(Test.Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Test.Cancellation)
        ?? throw new InvalidOperationException("It ended: " + await process.StandardError.ReadToEndAsync(Test.Cancellation));

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private static Process Start(string file, string[] arguments, string folder) => Process.Start(
        new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder })!;
}
