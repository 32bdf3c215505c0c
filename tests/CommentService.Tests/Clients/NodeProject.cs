using CommentService.Tests.Architecture;

namespace CommentService.Tests.Clients;

/// <summary>A program for Node in the repository, with its packages installed beside the tests: those that its lock file names, once.</summary>
internal static class NodeProject
{
    private static readonly SemaphoreSlim Installing = new(1);

    /// <returns>The folder to run it in.</returns>
    public static async Task<string> InstallAsync(params string[] path)
    {
        var source = Path.Combine([Repository.Root, .. path]);
        var folder = Path.Combine(AppContext.BaseDirectory, "node", path[^1]);
        await Installing.WaitAsync(Test.Cancellation);
        try
        {
            Directory.CreateDirectory(folder);
            var wanted = await File.ReadAllTextAsync(Path.Combine(source, "package-lock.json"), Test.Cancellation);
            var installed = Path.Combine(folder, "package-lock.json");
            var isInstalled = File.Exists(installed) && await File.ReadAllTextAsync(installed, Test.Cancellation) == wanted && Directory.Exists(Path.Combine(folder, "node_modules"));
            foreach (var file in Directory.EnumerateFiles(source))
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
            }

            if (!isInstalled)
            {
                await RunningCommand.RunAsync(folder, "", "npm", "ci", "--ignore-scripts", "--no-fund", "--no-audit");
            }

            return folder;
        }
        finally
        {
            Installing.Release();
        }
    }
}
