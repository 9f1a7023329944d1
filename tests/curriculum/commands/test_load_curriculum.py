import pytest
from django.core.management import CommandError, ManagementUtility, call_command

from curriculum.loader import load_folder
from curriculum.models import ContentVersion, Curriculum


def counted():
    loaded = load_folder()
    return f"{len(loaded.modules)} modules, {len(loaded.exercises)} exercises"


def test_check_stores_nothing(db, capsys):
    call_command("load_curriculum", check=True)
    assert capsys.readouterr().out == f"{counted()}: sound\n"
    assert Curriculum.objects.count() == ContentVersion.objects.count() == 0


def test_loads_the_project_s_own_content(db, capsys):
    call_command("load_curriculum")
    stored = Curriculum.objects.get()
    assert capsys.readouterr().out == f"{counted()}: stored as curriculum {stored.digest[:12]}\n"


def test_error_names_file_and_line_and_stores_nothing(db, folder):
    line = folder.change("priority: must\ndecider", "priority: urgent\ndecider")
    with pytest.raises(CommandError, match=f"exercises/4.1-where-deals-drop.md:{line}: literal_error: priority: "):
        call_command("load_curriculum", folder=folder.path)
    assert ContentVersion.objects.count() == 0


def test_exit_code_is_1_and_the_output_stays_empty(folder, capsys):
    folder.change("priority: must\ndecider", "priority: urgent\ndecider")
    with pytest.raises(SystemExit) as ended:
        ManagementUtility(["manage.py", "load_curriculum", "--check", "--folder", str(folder.path)]).execute()
    assert ended.value.code == 1
    assert "exercises/4.1-where-deals-drop.md:" in capsys.readouterr().err
