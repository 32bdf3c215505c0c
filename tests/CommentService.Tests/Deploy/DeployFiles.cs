using CommentService.Tests.Architecture;
using YamlDotNet.RepresentationModel;

namespace CommentService.Tests.Deploy;

/// <summary>The files in <c>deploy/</c>, read as what reads them does, as far as that goes without it.</summary>
internal static class DeployFiles
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "deploy");

    public static string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));

    public static IEnumerable<string> All(string pattern) =>
        Directory.EnumerateFiles(Folder, pattern, SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    /// <summary>The documents in a YAML file, with merge keys resolved.</summary>
    public static IReadOnlyList<YamlMappingNode> Documents(string file)
    {
        using var reader = new StringReader(Text(file));
        var yaml = new YamlStream();
        yaml.Load(new YamlDotNet.Core.MergingParser(new YamlDotNet.Core.Parser(reader)));
        return [.. yaml.Documents.Select(document => (YamlMappingNode)document.RootNode)];
    }

    /// <summary>What lies at a path of keys; null where there is nothing.</summary>
    public static YamlNode? At(this YamlNode? node, params string[] path)
    {
        foreach (var key in path)
        {
            node = node is YamlMappingNode mapping && mapping.Children.TryGetValue(key, out var child) ? child : null;
        }

        return node;
    }

    public static string? TextAt(this YamlNode? node, params string[] path) => (node.At(path) as YamlScalarNode)?.Value;

    public static IEnumerable<(string Key, YamlNode Value)> Members(this YamlNode? node) =>
        node is YamlMappingNode mapping ? mapping.Children.Select(child => (((YamlScalarNode)child.Key).Value!, child.Value)) : [];

    public static IEnumerable<YamlNode> Elements(this YamlNode? node) => node is YamlSequenceNode sequence ? sequence.Children : [];

    /// <summary>The node and all below it.</summary>
    public static IEnumerable<YamlNode> Everything(this YamlNode node) => node.AllNodes;
}
