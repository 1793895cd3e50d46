"""What `kubectl kustomize` renders: valid, closed as far as pods can be closed, and complete in itself."""

from __future__ import annotations

import importlib
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from escalated_chassis.settings import ServiceSettings
from escalated_contracts.settings import unknown
from escalated_local.containers import write_config
from escalated_local.layout import SERVICES
from escalated_web.settings import WebSettings

K8S = Path(__file__).parents[1]
# What clusters in use speak; the manifests need nothing newer.
KUBERNETES = "1.33"
WORKLOADS = ("Deployment", "StatefulSet", "Job")
CLOSED = {
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "capabilities": {"drop": ["ALL"]},
}

Document = dict[str, Any]


def render(folder: Path) -> list[Document]:
    kubectl = Path(sysconfig.get_path("scripts")) / "kubectl"
    done = subprocess.run([kubectl, "kustomize", folder], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return [document for document in yaml.safe_load_all(done.stdout) if document]


@pytest.fixture(scope="module")
def base() -> list[Document]:
    return render(K8S / "base")


@pytest.fixture(scope="module")
def dev(tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    """The overlay as one gets it after `make k8s-secrets`, in a copy: the checkout's own secrets are not touched."""
    copy = tmp_path_factory.mktemp("k8s")
    for part in ("template", "base", "components", "overlays"):
        shutil.copytree(K8S / part, copy / part, ignore=shutil.ignore_patterns("secrets"))
    write_config(copy / "overlays" / "dev" / "secrets")
    return render(copy / "overlays" / "dev")


@pytest.fixture(params=["base", "dev"])
def rendered(request: pytest.FixtureRequest) -> list[Document]:
    found: list[Document] = request.getfixturevalue(request.param)
    return found


def of_kind(documents: list[Document], *kinds: str) -> list[Document]:
    return [document for document in documents if document["kind"] in kinds]


def named(documents: list[Document], kind: str) -> set[str]:
    return {document["metadata"]["name"] for document in of_kind(documents, kind)}


def pods(documents: list[Document]) -> Iterator[tuple[str, Document]]:
    for workload in of_kind(documents, *WORKLOADS):
        yield f"{workload['kind']}/{workload['metadata']['name']}", workload["spec"]["template"]


def containers(pod: Document) -> list[Document]:
    return [*pod["spec"].get("initContainers", []), *pod["spec"]["containers"]]


def test_every_document_is_valid(rendered: list[Document]) -> None:
    assert len(rendered) > 25
    for document in rendered:
        kubernetes_validate.validate(document, KUBERNETES, strict=True)


def test_the_validation_would_see_a_wrong_field(base: list[Document]) -> None:
    wrong = yaml.safe_load(yaml.safe_dump(of_kind(base, "Deployment")[0]))
    wrong["spec"]["template"]["spec"]["containers"][0]["readOnly"] = True

    with pytest.raises(kubernetes_validate.ValidationError, match="readOnly"):
        kubernetes_validate.validate(wrong, KUBERNETES, strict=True)


def test_no_two_documents_have_one_name(rendered: list[Document]) -> None:
    names = [(document["kind"], document["metadata"]["name"]) for document in rendered]

    assert len(names) == len(set(names))


def test_no_pod_runs_as_root_or_may_talk_to_the_cluster(rendered: list[Document]) -> None:
    for name, pod in pods(rendered):
        spec, security = pod["spec"], pod["spec"]["securityContext"]
        assert security["runAsNonRoot"] is True, name
        assert security["runAsUser"] > 0, name
        assert security["seccompProfile"] == {"type": "RuntimeDefault"}, name
        assert spec["automountServiceAccountToken"] is False, name
        assert not {"hostNetwork", "hostPID", "hostIPC"} & set(spec), name
        assert not [volume for volume in spec.get("volumes", []) if "hostPath" in volume], name


def test_every_container_is_closed_and_bounded(rendered: list[Document]) -> None:
    for name, pod in pods(rendered):
        for container in containers(pod):
            assert container["securityContext"] == CLOSED, name
            assert set(container["resources"]["requests"]) == {"cpu", "memory"}, name
            assert "memory" in container["resources"]["limits"], name
            assert ":" in container["image"] and not container["image"].endswith(":latest"), name
            for port in container.get("ports", []):
                assert "hostPort" not in port, name


def test_what_runs_for_long_says_how_it_is(rendered: list[Document]) -> None:
    for workload in of_kind(rendered, "Deployment", "StatefulSet"):
        for container in workload["spec"]["template"]["spec"]["containers"]:
            name = workload["metadata"]["name"]
            assert {"startupProbe", "livenessProbe", "readinessProbe"} <= set(container), name
            ports = {port["name"] for port in container["ports"]}
            for kind in ("startupProbe", "livenessProbe", "readinessProbe"):
                target = container[kind].get("httpGet") or container[kind].get("tcpSocket")
                assert target is None or target["port"] in ports, f"{name} {kind}"


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_is_an_api_a_worker_and_a_migration(rendered: list[Document], service: str) -> None:
    commands = {
        name: [container["args"] for container in containers(pod)]
        for name, pod in pods(rendered)
        if pod["metadata"]["labels"]["app.kubernetes.io/name"] == service
    }
    demo = "mail" in named(rendered, "Deployment")

    assert commands == {
        f"Deployment/{service}-api": [["serve"]],
        f"Deployment/{service}-worker": [["worker"]],
        f"Job/{service}-migrate": [["migrate"], ["seed", "--demo"] if demo else ["seed"]],
    }


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_gets_its_own_secrets_only(rendered: list[Document], service: str) -> None:
    for name, pod in pods(rendered):
        if pod["metadata"]["labels"]["app.kubernetes.io/name"] != service:
            continue
        secrets = {v["secret"]["secretName"] for v in pod["spec"]["volumes"] if "secret" in v}
        own = {one for one in secrets if one.startswith(f"escalated-{service}")}
        assert len(own) == 1, name
        assert bool(secrets - own) == name.startswith("Job/"), name
        assert all(one.startswith("escalated-provisioner") for one in secrets - own), name


def test_everything_a_pod_refers_to_is_there(dev: list[Document]) -> None:
    there = {kind: named(dev, kind) for kind in ("ConfigMap", "Secret", "PersistentVolumeClaim")}
    for name, pod in pods(dev):
        for kind, referred in references(pod):
            assert referred in there[kind], f"{name}: {kind} {referred}"


def references(pod: Document) -> Iterator[tuple[str, str]]:
    for volume in pod["spec"].get("volumes", []):
        if "secret" in volume:
            yield "Secret", volume["secret"]["secretName"]
        if "configMap" in volume:
            yield "ConfigMap", volume["configMap"]["name"]
        if "persistentVolumeClaim" in volume:
            yield "PersistentVolumeClaim", volume["persistentVolumeClaim"]["claimName"]
    for container in containers(pod):
        for source in container.get("envFrom", []):
            yield "ConfigMap", source["configMapRef"]["name"]
        for variable in container.get("env", []):
            if "secretKeyRef" in variable.get("valueFrom", {}):
                yield "Secret", variable["valueFrom"]["secretKeyRef"]["name"]


def test_the_first_step_of_a_rollout_brings_all_that_migrations_need(dev: list[Document]) -> None:
    """`kubectl apply -k … -l 'app.kubernetes.io/component in (configuration, migrate)'`, as docs/deployment.md says."""
    labels = ("configuration", "migrate")
    step = [d for d in dev if d["metadata"].get("labels", {}).get("app.kubernetes.io/component") in labels]

    assert named(step, "Job") == {f"{name}-migrate" for name in SERVICES}
    for name, pod in pods(step):
        for kind, referred in references(pod):
            assert referred in named(step, kind), f"{name}: {kind} {referred}"
    assert {document["kind"] for document in step} == {"ConfigMap", "Secret", "Job"}


def test_every_mounted_volume_is_declared(rendered: list[Document]) -> None:
    for workload in of_kind(rendered, *WORKLOADS):
        pod = workload["spec"]["template"]["spec"]
        claims = {claim["metadata"]["name"] for claim in workload["spec"].get("volumeClaimTemplates", [])}
        declared = {volume["name"] for volume in pod.get("volumes", [])} | claims
        used = {mount["name"] for container in containers({"spec": pod}) for mount in container.get("volumeMounts", [])}
        assert used == declared, workload["metadata"]["name"]


def test_every_service_leads_to_a_port_of_its_pods(rendered: list[Document]) -> None:
    for service in of_kind(rendered, "Service"):
        selected = [
            pod["spec"]["containers"][0]
            for _, pod in pods(rendered)
            if service["spec"]["selector"].items() <= pod["metadata"]["labels"].items()
        ]
        assert len(selected) == 1, service["metadata"]["name"]
        ports = {port["name"]: port["containerPort"] for port in selected[0]["ports"]}
        for port in service["spec"]["ports"]:
            assert port["targetPort"] in {*ports, *ports.values()}, service["metadata"]["name"]


def test_the_configured_addresses_are_services(dev: list[Document]) -> None:
    services = {service["metadata"]["name"]: service for service in of_kind(dev, "Service")}
    settings = config(dev)

    for key, address in settings.items():
        if not key.endswith(("_GRPC", "_URL")) or key == "ESCALATED_PUBLIC_URL":
            continue
        host, _, port = address.rpartition("//")[2].partition(":")
        assert int(port) in {one["port"] for one in services[host]["spec"]["ports"]}, key
    assert settings["ESCALATED_SMTP_HOST"] in services


def test_every_configured_setting_exists(base: list[Document]) -> None:
    fields = {*ServiceSettings.model_fields, *WebSettings.model_fields, "secrets_dir"}
    for service in SERVICES:
        module = importlib.import_module(f"escalated_{service}.settings")
        fields |= set(getattr(module, f"{service.capitalize()}Settings").model_fields)

    assert {key.removeprefix("ESCALATED_").lower() for key in config(base)} <= fields
    assert unknown(config(base)) == []


def config(documents: list[Document]) -> dict[str, str]:
    (found,) = [d for d in of_kind(documents, "ConfigMap") if d["metadata"]["name"] == "escalated-config"]
    data: dict[str, str] = found["data"]
    return data


def test_no_pod_is_open_to_all_but_the_gateway_and_the_mail_listener(dev: list[Document]) -> None:
    policies = of_kind(dev, "NetworkPolicy")
    (closed,) = [p for p in policies if p["metadata"]["name"] == "closed-by-default"]
    everybody = closed["spec"]["podSelector"]["matchLabels"].items()

    assert all(everybody <= pod["metadata"]["labels"].items() for _, pod in pods(dev))
    assert "ingress" not in closed["spec"]
    rules = [(p["metadata"]["name"], rule) for p in policies for rule in p["spec"].get("ingress", [])]
    assert {name for name, rule in rules if "from" not in rule} == {"gateway-from-anywhere", "mail-in"}


def test_the_namespace_demands_what_the_pods_keep(dev: list[Document]) -> None:
    (namespace,) = of_kind(dev, "Namespace")

    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    assert {d["metadata"].get("namespace") for d in dev if d["kind"] != "Namespace"} == {namespace["metadata"]["name"]}


def test_the_dev_overlay_runs_one_of_each(dev: list[Document]) -> None:
    assert {w["spec"]["replicas"] for w in of_kind(dev, "Deployment", "StatefulSet")} == {1}
    assert not of_kind(dev, "PodDisruptionBudget")
