import asana


def test_an_organization_is_exported(client: asana.Client, workspace_gid: str) -> None:
    made = client.organization_exports.create_organization_export({"organization": workspace_gid})
    assert made["state"] == "pending"
    while (export := client.organization_exports.get_organization_export(made["gid"]))[
        "state"
    ] != "finished":
        assert export["state"] == "started"
    assert export["download_url"]


def test_an_export_by_its_classic_names(client: asana.Client, workspace_gid: str) -> None:
    made = client.organization_exports.create(organization=workspace_gid)
    found = client.organization_exports.find_by_id(organization_export=made["gid"])
    assert found["organization"]["gid"] == workspace_gid
