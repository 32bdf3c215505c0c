namespace CommentService.Tests.Architecture;

/// <summary>The files that this build was made from.</summary>
internal static class Repository
{
    /// <summary>The directory of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The service's own source files: path from <c>src/CommentService</c> and text.</summary>
    public static IEnumerable<(string Path, string Text)> ServiceSources()
    {
        var service = Path.Combine(Root, "src", "CommentService");
        return Directory.EnumerateFiles(service, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(service, file).Replace('\\', '/'))
            .Where(path => !path.StartsWith("obj/", StringComparison.Ordinal) && !path.StartsWith("bin/", StringComparison.Ordinal))
            .Select(path => (path, File.ReadAllText(Path.Combine(service, path))));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CommentService.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run below the directory of CommentService.sln.");
    }
}
